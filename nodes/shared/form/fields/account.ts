import { InputError } from '../../base/errors';
import { nearest, plain } from '../../base/similar';
import { isEmpty } from '../../base/values';
import type { ReadContext } from './field';

/** A field as the account's metadata describes it. */
export interface AccountField {
	/** API name. */
	name: string;
	/** The name on the vendor's screens. */
	label: string;
	/** False if the vendor fills it in. */
	writable: boolean;
	/** Turns a given value into what the vendor takes. Throws InputError. */
	read(value: unknown, label: string, context: ReadContext): unknown;
}

/** What happens to keys that are not fields of the account. */
export type UnknownKeys = 'send' | 'drop' | 'refuse';

/** The fields of the account during one run. */
export interface AccountFields {
	find(name: string): AccountField | undefined;
	/**
	 * Decides what to send for a key of a JSON record that the form does not know.
	 * @returns the value to send; undefined if the key is left out
	 * @throws InputError if the key is refused or its value does not fit the field's type
	 */
	take(key: string, value: unknown, context: ReadContext, unknown: UnknownKeys): unknown;
	/** Hints for the user at the end of the run. */
	hints(): string[];
}

/** Maximum number of keys that a hint names, and that are remembered. */
const NAMED = 10;
const REMEMBERED = 200;
/** Maximum characters of a key to show. */
const LONGEST = 60;

export interface AccountFieldsOptions {
	vendor: string;
	fields: readonly AccountField[];
	/** API names of the form's own fields. */
	known: readonly string[];
	/** True for keys that the vendor accepts although they are not fields. */
	isFree(key: string, isField: (name: string) => boolean): boolean;
	/** True if only writable fields are sent, whatever the user chose. */
	refusesUnknown?: boolean;
}

/** Prepares the fields of the account for a run. */
export function accountFields({
	vendor,
	fields,
	known,
	isFree,
	refusesUnknown,
}: AccountFieldsOptions): AccountFields {
	const byName = new Map(fields.map((field) => [field.name, field]));
	const byLabel = new Map(fields.map(({ label, name }) => [plain(label), name]));
	const names = [...known, ...byName.keys()];
	const unknownKeys = new Map<string, string | undefined>();
	const filledIn = new Set<string>();
	let beyond = false;

	const meantBy = (key: string): string | undefined => {
		if (unknownKeys.has(key)) return unknownKeys.get(key);
		if (unknownKeys.size >= REMEMBERED) {
			beyond = true;
			return undefined;
		}
		const meant = byLabel.get(plain(key)) ?? nearest(key, names);
		unknownKeys.set(key, meant);
		return meant;
	};

	return {
		find: (name) => byName.get(name),
		take(key, value, context, unknown) {
			const field = byName.get(key);
			if (field?.writable)
				return isEmpty(value) ? value : field.read(value, `'${context.prefix}${key}'`, context);
			if (isFree(key, (name) => byName.has(name))) return value;
			if (field) {
				if (filledIn.size < REMEMBERED) filledIn.add(key);
			} else {
				const meant = meantBy(key);
				if (unknown === 'refuse') {
					const advice =
						meant === undefined
							? 'Correct or remove the key'
							: `Did you mean '${meant}'? Correct the key`;
					throw new InputError(
						`'${context.prefix}${key}' is not a field in ${vendor}`,
						key,
						`${advice}, or choose another option in 'Unknown Fields'.`,
					);
				}
			}
			return unknown === 'drop' || refusesUnknown ? undefined : value;
		},
		hints() {
			const unknown = [...unknownKeys].map(
				([key, meant]) =>
					`${quoted(key)}${meant === undefined ? '' : ` (did you mean '${meant}'?)`}`,
			);
			return [
				...(unknown.length === 0
					? []
					: [
							`Keys that are not fields in ${vendor}, so nothing is stored for them: ${listed(unknown, beyond)}.`,
						]),
				...(filledIn.size === 0
					? []
					: [
							`Fields that ${vendor} fills in itself, so the given values are not stored: ${listed([...filledIn].map(quoted))}.`,
						]),
			];
		},
	};
}

/** Cuts a key, because keys come from the input and may have any length. */
function quoted(key: string): string {
	return `'${key.length > LONGEST ? `${key.slice(0, LONGEST)}...` : key}'`;
}

function listed(names: readonly string[], beyond = false): string {
	const more = names.length - NAMED;
	return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${beyond ? 'more than ' : ''}${more} more` : ''}`;
}
