import type { Json } from '../http/wire';
import type { FieldSpec, Kind } from '../meta/kinds';
import { LOOKUPS, NUMBERS } from '../meta/kinds';

/** A value as the text of an export: lookups by their id, lists with semicolons (bigin 10.1). */
export function cellOf(kind: Kind, value: unknown): string {
	if (value === null || value === undefined) return '';
	if (kind === 'tags') return (value as Json[]).map(({ name }) => name).join(';');
	if (kind === 'multiselectpicklist') return (value as string[]).join(';');
	if (LOOKUPS.has(kind)) return String((value as Json).id);
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The text of an import as a value; what is not of the field's kind stays a text, so that the usual check refuses it. */
export function valueOfCell(spec: FieldSpec, text: string): unknown {
	const { kind } = spec;
	if (NUMBERS.has(kind)) return Number.isNaN(Number(text)) ? text : Number(text);
	if (kind === 'boolean') return { true: true, false: false }[text.toLowerCase()] ?? text;
	if (kind === 'multiselectpicklist') return text.split(';');
	if (kind === 'tags') return text.split(';').map((name) => ({ name }));
	return LOOKUPS.has(kind) ? { id: text } : text;
}
