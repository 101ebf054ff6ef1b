import type { RecordWrite } from '../../shared/operations/recordApi';
import { customFields } from '../fields/custom';
import { accountFieldsOf } from '../kinds/accountFields';
import type { CrmKind } from '../kinds';
import { optionsOf } from './options';
import { patch } from './write';

/** Update: one record a call, by its ID. */
export function update(kind: CrmKind): RecordWrite {
	return {
		...(kind.api === 'case'
			? {
					description:
						'Change fields of a case, or add interactions to it; some CRMs want its customer and its title each time',
				}
			: {}),
		fields: [customFields(kind.fields)],
		accountFields: accountFieldsOf(kind.api),
		options: optionsOf(kind),
		limits: { records: 1 },
		send: async (session, { records, options }) =>
			await Promise.all(records.map(async (record) => await patch(session, kind, record, options))),
	};
}
