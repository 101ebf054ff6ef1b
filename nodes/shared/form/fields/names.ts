import { plain } from '../../base/similar';
import type { Field } from './field';

/** The API names of fields, including those inside frames. */
export function apiNames(fields: readonly Field[]): string[] {
	return fields.flatMap((field) => (field.spread ? apiNames(field.children ?? []) : [field.name]));
}

const plainNames = new WeakMap<readonly Field[], ReadonlyMap<string, string>>();

/** The known name that differs from a key only in case, spaces, underscores or hyphens. */
export function meantBy(known: readonly Field[], key: string): string | undefined {
	let byPlain = plainNames.get(known);
	if (byPlain === undefined) {
		byPlain = new Map(known.map(({ name }) => [plain(name), name]));
		plainNames.set(known, byPlain);
	}
	return byPlain.get(plain(key));
}

const frameless = new WeakMap<readonly Field[], readonly Field[]>();

/** The fields as a JSON record holds them: without the frames around them. */
export function withoutFrames(fields: readonly Field[]): readonly Field[] {
	let flat = frameless.get(fields);
	if (flat === undefined) {
		flat = fields.flatMap((field) =>
			field.spread ? withoutFrames(field.children ?? []) : [field],
		);
		frameless.set(fields, flat);
	}
	return flat;
}

const names = new WeakMap<readonly Field[], ReadonlySet<string>>();

/** The names of fields, cached by their list. */
export function namesOf(fields: readonly Field[]): ReadonlySet<string> {
	let set = names.get(fields);
	if (set === undefined) {
		set = new Set(fields.map(({ name }) => name));
		names.set(fields, set);
	}
	return set;
}
