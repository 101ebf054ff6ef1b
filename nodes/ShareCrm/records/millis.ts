import type { IDataObject } from 'n8n-workflow';

import { momentText } from '../../shared/base/values';
import type { ReadContext } from '../../shared/form/fields';

/** The form in which dates of JavaScript and of n8n are written into JSON: with milliseconds and an offset. */
const JSON_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$/;

/**
 * Writes the dates of a record as milliseconds (sharecrm 7). Where the type of a field is not known, a date object counts as a
 * date, and so does the text that it becomes in JSON: an item does not show which of them it held.
 */
export function withMillis(
	values: IDataObject,
	known: (name: string) => boolean,
	context: ReadContext,
): IDataObject {
	const result: IDataObject = {};
	for (const [key, value] of Object.entries(values))
		result[key] = known(key) ? value : millisOf(key, value, context);
	return result;
}

/** One value, of a field whose type is not known. */
export function millisOf(
	key: string,
	value: IDataObject[string],
	{ hint }: ReadContext,
): IDataObject[string] {
	const isText = typeof value === 'string';
	const moment = isText ? (JSON_DATE.test(value) ? value : undefined) : momentText(value);
	const millis = moment === undefined ? NaN : Date.parse(moment);
	if (Number.isNaN(millis)) return value;
	if (isText)
		hint?.(
			`'${key}' held a date as text and was sent in milliseconds, as ShareCRM takes dates. If it is a text field, give the date in another form.`,
		);
	return millis;
}
