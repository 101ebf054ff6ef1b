import type { IDataObject } from 'n8n-workflow';

import type { Failure, Outcome } from '../base/errors';
import type { Operation } from '../form/operation';
import type { Shape } from '../base/schema';
import { isEmpty, show } from '../base/values';

/** Names of fields whose values must not appear in messages. */
const CONFIDENTIAL = /pass(?:word|code|phrase)|secret|token|api_?key/i;

/**
 * Tells a person which record an outcome is about: a result starts with its ID, what was done and the fields that name the
 * record, and the refusal of a field shows the value that was sent.
 */
export function identified(
	operation: Pick<Operation, 'names'> & Partial<Pick<Operation, 'returns'>>,
	outcome: Outcome,
	record: IDataObject | undefined,
): Outcome {
	if (record === undefined) return outcome;
	if (!outcome.ok) return { ...outcome, failure: withValue(outcome.failure, record) };
	// A result that several items share is not about this record alone.
	if ('rows' in outcome || outcome.sharedBy !== undefined) return outcome;
	const { names = [], returns = {} } = operation;
	// One object per item: building lists of names costs measurable time at 100,000 items.
	const { id, action } = outcome.json;
	const json: IDataObject = id === undefined ? {} : { id };
	// An existing record is returned with all its columns, which would push what was done to the far end.
	let leads = action !== undefined && 'action' in returns;
	if (leads) json.action = action;
	for (const name of names) {
		const value = record[name];
		if ((typeof value !== 'string' && typeof value !== 'number') || value === '') continue;
		json[name] = value;
		leads = true;
	}
	if (!leads) return outcome;
	return { ...outcome, json: Object.assign(json, outcome.json) };
}

/** The shape of a result, starting with the fields that name the record. */
export function identifiedShape({
	names = [],
	returns,
}: Pick<Operation, 'names' | 'returns'>): Operation['returns'] {
	const { id, action, ...others } = returns;
	return {
		...(id === undefined ? {} : { id }),
		...(action === undefined ? {} : { action }),
		...Object.fromEntries(names.map((name): [string, Shape] => [name, 'string'])),
		...others,
	};
}

function withValue(failure: Failure, record: IDataObject): Failure {
	const { field, input, description = '' } = failure;
	if (field === undefined || input === true || CONFIDENTIAL.test(field)) return failure;
	const value = valueOf(record, field);
	if (isEmpty(value)) return failure;
	const label = show(value);
	const known = typeof value === 'object' ? label : String(value);
	if (known.length > 3 && (failure.message.includes(known) || description.includes(known)))
		return failure;
	return {
		...failure,
		description: [`The value was ${label}.`, description].filter(Boolean).join(' '),
	};
}

/** The value of a field. Ignores case, because a vendor may name a field in a different case than its API expects. */
function valueOf(record: IDataObject, field: string): unknown {
	if (Object.hasOwn(record, field)) return record[field];
	const name = Object.keys(record).find((key) => key.toLowerCase() === field.toLowerCase());
	return name === undefined ? undefined : record[name];
}
