import { at, isEmpty, isObject, textOf } from '../../shared/base/values';
import type { KustomerEvent } from './events';

/** A condition of the form, on one field. */
export interface Condition {
	/** API name of an attribute or a relationship, such as `status`, `custom.orderStr` or `queue`. */
	field: string;
	operation: 'changed' | 'changedTo' | 'changedFrom' | 'is';
	value: string;
}

/** The value of a field before and after an event. */
interface Change {
	before: unknown;
	after: unknown;
}

/**
 * True if the event meets the conditions, and always if there are none.
 * A new record has no changes (kustomer 5.1), so only `is` can hold for it.
 */
export function meetsConditions(
	event: KustomerEvent,
	conditions: readonly Condition[],
	combine: 'all' | 'any',
): boolean {
	if (conditions.length === 0) return true;
	const holds = (condition: Condition) => isMet(event, condition);
	return combine === 'any' ? conditions.some(holds) : conditions.every(holds);
}

function isMet(event: KustomerEvent, { field, operation, value }: Condition): boolean {
	const name = field.trim();
	if (operation === 'is') return equals(valueOf(event, name), value);
	const change = changeOf(event.changes, name);
	if (change === undefined) return false;
	switch (operation) {
		case 'changed':
			return true;
		case 'changedTo':
			return equals(change.after, value);
		case 'changedFrom':
			return equals(change.before, value);
	}
}

/** The value of a field now: an attribute, or the ID of a related record. */
function valueOf({ data }: KustomerEvent, name: string): unknown {
	const { attributes, relationships } = data;
	const value = at(attributes, name) ?? at(attributes, ...name.split('.'));
	return value ?? at(relationships, name);
}

/**
 * The change of a field; undefined if it has not changed.
 * Kustomer does not document how changes name a custom attribute. We accept its whole path and a change of `custom` (a guess).
 */
function changeOf(changes: unknown, name: string): Change | undefined {
	const whole = at(changes, 'attributes', name) ?? at(changes, 'relationships', name);
	if (isObject(whole)) return { before: whole.before, after: whole.after };
	const [first = '', ...inner] = name.split('.');
	const frame = at(changes, 'attributes', first);
	if (inner.length === 0 || !isObject(frame)) return undefined;
	const change = { before: at(frame.before, ...inner), after: at(frame.after, ...inner) };
	return JSON.stringify(change.before) === JSON.stringify(change.after) ? undefined : change;
}

/** Compares as a person reads: an empty value equals an empty text, a list equals each of its entries, and a related record equals its ID. */
function equals(value: unknown, wanted: string): boolean {
	if (Array.isArray(value)) return value.some((entry) => equals(entry, wanted));
	if (isEmpty(value)) return wanted === '';
	if (!isObject(value)) return String(value) === wanted;
	const id = textOf(at(value, 'data', 'id')) ?? textOf(value.id);
	if (id !== undefined) return id === wanted;
	return 'data' in value && equals(value.data, wanted);
}
