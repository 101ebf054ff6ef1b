import type { Failure, Outcome } from '../base/errors';

/** An authorization header. What follows the scheme must look like a token, not like the next word of a sentence. */
const HEADER =
	/\b(Bearer|Basic|Zoho-oauthtoken)\s+(?=[\w.~+/=-]*[\d=_~+]|[\w.~+/=-]{20})[\w.~+/=-]+/gi;

/** The texts that must never be shown, as of now. */
export type Secrets = () => ReadonlyArray<string | undefined>;

type Redaction = (text: string) => string;

const redactions = new WeakMap<object, Redaction>();

/**
 * Registers the secrets of a connection, so that no message from its execution, form or poll shows one.
 * @param context n8n's context of that execution, form or poll, or any other object that identifies the connection
 */
export function keepSecrets(context: object, secrets: Secrets): void {
	redactions.set(context, redaction(secrets));
}

/** A text without the secrets registered for a context, and without anything that looks like an authorization header. */
export function redactedIn(context: object, text: string): string {
	return (redactions.get(context) ?? withoutHeaders)(text);
}

/** A failure whose texts hold no secret, because a vendor may echo what it was sent. */
export function cleanFailure(context: object, failure: Failure): Failure {
	const redact = redactions.get(context) ?? withoutHeaders;
	const clean: Failure = { ...failure, message: redact(failure.message) };
	for (const key of ['description', 'code', 'field', 'id', 'traceId'] as const) {
		const value = failure[key];
		if (value !== undefined) clean[key] = redact(value);
	}
	return clean;
}

/** An outcome that is safe to show: every failure in it is clean, including one that recovery overcame. */
export function cleanOutcome(context: object, outcome: Outcome): Outcome {
	if (!outcome.ok) return { ...outcome, failure: cleanFailure(context, outcome.failure) };
	return 'lost' in outcome && outcome.lost !== undefined
		? { ...outcome, lost: cleanFailure(context, outcome.lost) }
		: outcome;
}

/** Makes a function that removes known secrets from a text, in every form in which a reply may echo them. */
export function redaction(secrets: Secrets): Redaction {
	let known: ReadonlyArray<string | undefined> = [];
	let forms: string[] = [];
	return (text) => {
		const now = secrets();
		if (now.length !== known.length || now.some((secret, index) => secret !== known[index])) {
			known = now;
			forms = formsOf(now);
		}
		let clean = withoutHeaders(text);
		for (const form of forms) clean = withoutBeginning(clean.replaceAll(form, '***'), form);
		return clean;
	};
}

/** Marks where a text was cut. */
const CUT = '...';
/** How many characters of a secret may stay: secrets of up to this length are not removed either. */
const HARMLESS = 3;

/** Removes the beginning of a secret that was cut when a value was shortened. */
function withoutBeginning(text: string, form: string): string {
	if (!text.includes(CUT)) return text;
	const head = form.slice(0, HARMLESS + 1);
	let clean = '';
	let done = 0;
	for (
		let start = text.indexOf(head);
		start >= 0;
		start = text.indexOf(head, Math.max(start + 1, done))
	) {
		let end = start + head.length;
		while (end < text.length && text[end] === form[end - start]) end += 1;
		// Dots in the secret may look like those of the cut.
		const cut = [end, end - 1, end - 2, end - 3].find(
			(place) => place > start + HARMLESS && text.startsWith(CUT, place),
		);
		if (cut === undefined) continue;
		clean += `${text.slice(done, start)}***`;
		done = cut;
	}
	return clean + text.slice(done);
}

function withoutHeaders(text: string): string {
	return text.replace(HEADER, '$1 ***');
}

/** Secrets as they are, inside JSON, and inside an address. Very short ones are skipped, because removing them would blank out ordinary text. */
function formsOf(secrets: ReadonlyArray<string | undefined>): string[] {
	const known = secrets.filter(
		(secret): secret is string => secret !== undefined && secret.length > 3,
	);
	const forms = known.flatMap((secret) => {
		const inAddress = encodeURIComponent(secret.replace(/\p{Cs}/gu, '\ufffd'));
		return [
			secret,
			JSON.stringify(secret).slice(1, -1),
			inAddress,
			inAddress.replaceAll('%20', '+'),
		];
	});
	// Longest first: removing a shorter form inside a longer one would leave the rest readable.
	return [...new Set(forms)].sort((a, b) => b.length - a.length);
}
