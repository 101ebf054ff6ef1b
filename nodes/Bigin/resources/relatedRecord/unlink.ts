import { defineOperation } from '../../../shared/form/defineOperation';
import { RECORDS_PER_CALL } from '../../limits';
import { callForIds } from '../../records/entries';
import { explained, pathOfParent } from '../parent';
import { relatedRecordId, linkOptions } from './fields';
import { RELATED } from './shapes';

/** Unlink: up to 100 related records per call. The records themselves stay (bigin 4.9). */
export const unlinkRecords = defineOperation({
	name: 'Unlink',
	value: 'unlink',
	action: 'Unlink related record',
	description: 'Remove the link between two records; both records stay',
	input: 'form',
	requiredOptions: linkOptions,
	fields: [relatedRecordId],
	limits: { records: RECORDS_PER_CALL },
	returns: RELATED,
	async send(session, { records, options }) {
		const outcomes = await callForIds(session, records, (ids) => ({
			method: 'DELETE',
			path: pathOfParent(options, options.relatedList),
			query: { ids: ids.join(',') },
		}));
		return await explained(session, options, outcomes);
	},
});
