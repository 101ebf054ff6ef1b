import { InputError } from '../../base/errors';
import { nearest, plain } from '../../base/similar';
import { isEmpty } from '../../base/values';
import type { ReadContext } from './field';

/** A field as the account's own metadata describes it. */
export interface AccountField {
	/** API name. */
	name: string;
	/** The word of the vendor's screens. */
	label: string;
	/** False where the vendor fills it in itself. */
	writable: boolean;
	/** Turns a given value into what the vendor takes. Throws InputError. */
	read(value: unknown, label: string, context: ReadContext): unknown;
}

/** What happens to keys that are no fields of the account. */
export type UnknownKeys = 'send' | 'drop' | 'refuse';

/** The fields of the account during one run. */
export interface AccountFields {
	find(name: string): AccountField | undefined;
	/**
	 * Decides on a key of a JSON record that the form does not know.
	 * @returns the value to send; undefined where the key is left out
	 * @throws InputError where it is refused, or its value is not of the field's type
	 */
	take(key: string, value: unknown, context: ReadContext, unknown: UnknownKeys): unknown;
	/** What to tell the user in the end. */
	hints(): string[];
}

/** So many keys are named in a hint, and so many are remembered at all. */
const NAMED = 10;
const REMEMBERED = 200;
/** Letters of a key that are shown. */
const LONGEST = 60;

export interface AccountFieldsOptions {
	vendor: string;
	fields: readonly AccountField[];
	/** API names that the form knows. */
	known: readonly string[];
	/** True for keys that the vendor takes although they are no fields. */
	isFree(key: string, isField: (name: string) => boolean): boolean;
	/** True where nothing is sent that is no field to be written, whatever the choice. */
	refusesUnknown?: boolean;
}

/** Makes the fields of the account ready for a run. */
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
						`${advice}, or choose otherwise in 'Unknown Fields'.`,
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
							`Keys that are no fields in ${vendor}, so nothing is stored for them: ${listed(unknown, beyond)}.`,
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

/** Keys come from outside, and so may be of any length. */
function quoted(key: string): string {
	return `'${key.length > LONGEST ? `${key.slice(0, LONGEST)}...` : key}'`;
}

function listed(names: readonly string[], beyond = false): string {
	const more = names.length - NAMED;
	return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${beyond ? 'more than ' : ''}${more} more` : ''}`;
}
