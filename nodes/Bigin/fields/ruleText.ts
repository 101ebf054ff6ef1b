import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import type { Field, ReadContext } from '../../shared/form/fields';
import { labelOf } from '../../shared/form/fields/field';
import { isEmpty, isObject, show } from '../../shared/base/values';

/**
 * Reads a rule of KEY=VALUE pairs from a JSON record: the text alone, or the object that Bigin takes (bigin 3.11 and 3.12).
 * @param key key of the text in that object: "RRULE" or "ALARM"
 * @param holds pattern that every such rule matches
 * @throws InputError for anything else
 */
export function ruleText(
	value: unknown,
	key: string,
	holds: RegExp,
	field: Field,
	context: ReadContext,
): IDataObject | undefined {
	if (isEmpty(value)) return undefined;
	const rule = typeof value === 'string' ? { [key]: value } : value;
	if (isObject(rule) && typeof rule[key] === 'string' && holds.test(rule[key])) return rule;
	throw new InputError(
		`${labelOf(field, context)} must be a rule of KEY=VALUE pairs, or an object with one as ${key}, but is ${show(value)}`,
		field.name,
	);
}
