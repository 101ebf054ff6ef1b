import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../../shared/base/errors';
import { at, isObject } from '../../../shared/base/values';

/** Names of the objects' fields that differ from those of the Connect API in more than their first letter (salesforce-engagement 2.4). */
const NAMES: Record<string, string> = {
	attendeeAuthenticated: 'IsAttendeeAuthenticated',
	attendeeVerified: 'IsAttendeeVerified',
	externalIdentifierId: 'ExternalIdentifier',
	engagementInteractionId: 'EngagementId',
};

/** The name of the object's field for a property of the Connect API. */
export function columnOf(name: string): string {
	return NAMES[name] ?? name.replace(/^[a-z]/, (first) => first.toUpperCase());
}

/**
 * A record of the Connect API as a record of its object; a location has two fields there (salesforce-engagement 2.6).
 * @param label what stands before a field in a message
 * @throws InputError for a text that a graph would read as a reference to another record
 */
export function asColumns({ customFieldsList, ...record }: IDataObject, label = ''): IDataObject {
	const columns: IDataObject = {};
	for (const [name, value] of Object.entries(record))
		columns[columnOf(name)] = plain(value, `${label}${name}`, name);
	for (const entry of Array.isArray(customFieldsList) ? customFieldsList : []) {
		const key = String(at(entry, 'key'));
		const value = at(entry, 'value') as IDataObject[string];
		if (!isObject(value)) {
			columns[key] = plain(value, `${label}${key}`, key);
			continue;
		}
		const name = key.replace(/__c$/i, '');
		columns[`${name}__Latitude__s`] = value.latitude;
		columns[`${name}__Longitude__s`] = value.longitude;
	}
	return columns;
}

function plain(value: IDataObject[string], label: string, field: string): IDataObject[string] {
	if (typeof value !== 'string' || !value.includes('@{')) return value;
	throw new InputError(
		`'${label}' holds "@{", which Salesforce reads as a reference to another record`,
		field,
		"Remove it, or use the operation 'Create', which takes any text.",
	);
}
