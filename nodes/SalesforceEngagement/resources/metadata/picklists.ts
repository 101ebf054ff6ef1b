import type { IDataObject } from 'n8n-workflow';

import { failed, found } from '../../../shared/base/errors';
import type { Result } from '../../../shared/base/result';
import { defineOperation } from '../../../shared/form/defineOperation';
import { dynamicOption, text } from '../../../shared/form/fields';
import type { Session } from '../../../shared/http/session';
import { apiVersion } from '../../fields/apiVersion';
import { recordTypeChoice } from '../../fields/recordType';
import { NAME, objectChoice } from '../../kinds/kind';
import { fieldsOf, picklistsOf, type PickValue } from '../../metadata';

const picklist = {
	...dynamicOption(
		text('picklist', 'Picklist Name or ID', {
			pattern: NAME,
			expects: 'the API name of a field',
			description: 'The field whose values to return; all picklists of the object if left empty',
		}),
		{ method: 'getPicklists', dependsOn: ['object'] },
	),
	upFront: true,
};

/** Get Picklist Values: by record type from the UI API, and without one from describe (salesforce-engagement 2.6 and 2.7). */
export const getPicklists = defineOperation({
	name: 'Get Picklist Values',
	value: 'getPicklists',
	action: 'Get picklist values',
	description:
		'List the values of the picklists of an object, all of them or those of one record type',
	input: 'form',
	reads: true,
	requiredOptions: [objectChoice],
	fields: [picklist, { ...recordTypeChoice, upFront: true }],
	options: [apiVersion],
	limits: { records: 1 },
	returns: { field: 'string', label: 'string', value: 'string', validFor: ['string'] },
	async send(session, { records: [asked], options }) {
		const { recordTypeId, picklist: name } = asked;
		const lists = await listsOf(session, options.object, recordTypeId);
		if (!lists.ok) return [failed(lists.failure)];
		const wanted = name === undefined ? undefined : String(name).toLowerCase();
		const rows = [...lists.value]
			.filter(([field]) => wanted === undefined || field.toLowerCase() === wanted)
			.flatMap(([field, values]) => values.map((value): IDataObject => ({ field, ...value })));
		return [found(rows)];
	},
});

async function listsOf(
	session: Session,
	object: string,
	recordType: unknown,
): Promise<Result<Map<string, PickValue[]>>> {
	if (recordType !== undefined) return await picklistsOf(session, object, String(recordType));
	const fields = await fieldsOf(session, object);
	if (!fields.ok) return fields;
	const lists = fields.value
		.filter(({ values }) => values.length > 0)
		.map(({ apiName, values }): [string, PickValue[]] => [
			apiName,
			values.map((value) => ({ ...value, validFor: [] })),
		]);
	return { ok: true, value: new Map(lists) };
}
