import type { RecordWrite } from '../../shared/operations/recordApi';
import { customFields } from '../fields/custom';
import { accountFieldsOf } from '../kinds/accountFields';
import type { CrmKind } from '../kinds';
import { optionsOf } from './options';
import { post } from './write';

/** Create: one record a call. */
export function create(kind: CrmKind): RecordWrite {
	return {
		...(kind.api === 'case'
			? {
					description: 'Add a new case, with its interactions from social networks, to the CRM',
				}
			: {}),
		fields: [customFields(kind.fields)],
		accountFields: accountFieldsOf(kind.api),
		options: optionsOf(kind),
		limits: { records: 1 },
		send: async (session, { records, options }) =>
			await Promise.all(records.map(async (record) => await post(session, kind, record, options))),
	};
}
