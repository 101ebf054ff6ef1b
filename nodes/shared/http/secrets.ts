import type { Failure, Outcome } from '../base/errors';

/** An authorization header: what follows the word must look like a token and not like the next word of a sentence. */
const HEADER =
	/\b(Bearer|Basic|Zoho-oauthtoken)\s+(?=[\w.~+/=-]*[\d=_~+]|[\w.~+/=-]{20})[\w.~+/=-]+/gi;

/** Texts that may never be shown, as they are now. */
export type Secrets = () => ReadonlyArray<string | undefined>;

type Redaction = (text: string) => string;

const redactions = new WeakMap<object, Redaction>();

/**
 * Makes the secrets of a connection known, so that no message that leaves its execution, form or poll shows one.
 * @param context n8n's context of that execution, form or poll, or any other object that identifies the connection
 */
export function keepSecrets(context: object, secrets: Secrets): void {
	redactions.set(context, redaction(secrets));
}

/** A text without the secrets that are known in a context, and without anything that looks like an authorization header. */
export function redactedIn(context: object, text: string): string {
	return (redactions.get(context) ?? withoutHeaders)(text);
}

/** A failure whose texts hold no secret: a vendor may echo what it was sent. */
export function cleanFailure(context: object, failure: Failure): Failure {
	const redact = redactions.get(context) ?? withoutHeaders;
	const clean: Failure = { ...failure, message: redact(failure.message) };
	for (const key of ['description', 'code', 'field', 'id', 'traceId'] as const) {
		const value = failure[key];
		if (value !== undefined) clean[key] = redact(value);
	}
	return clean;
}

/** An outcome that can be shown: each failure in it is clean, also one that was overcome. */
export function cleanOutcome(context: object, outcome: Outcome): Outcome {
	if (!outcome.ok) return { ...outcome, failure: cleanFailure(context, outcome.failure) };
	return 'lost' in outcome && outcome.lost !== undefined
		? { ...outcome, lost: cleanFailure(context, outcome.lost) }
		: outcome;
}

/** Takes known secrets, in every form that a reply may echo them, out of texts. */
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

/** What follows where a text was cut. */
const CUT = '...';
/** So many characters of a secret may stay, as a whole one of that length does. */
const HARMLESS = 3;

/** Takes out the beginning of a secret in which a value was cut to be shown. */
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
		// Dots of the secret may look like those of the cut.
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

/** As they are, inside JSON, and inside an address. Very short ones stay: without them, ordinary text would be blanked out. */
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
	// The longest first: a short one inside it would leave the rest readable.
	return [...new Set(forms)].sort((a, b) => b.length - a.length);
}
