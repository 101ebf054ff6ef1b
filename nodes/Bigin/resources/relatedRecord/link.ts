import type { Executed, Outcome } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import type { Call } from '../../../shared/http/session';
import { RECORDS_PER_CALL } from '../../limits';
import { callForIds } from '../../records/entries';
import { explained, pathOfParent } from '../parent';
import { linkOptions, relatedRecordId } from './fields';
import { RELATED } from './shapes';

/** Link: up to 100 related records per call. An existing link stays and counts as a success (bigin 4.9). */
export const linkRecords = defineOperation({
	name: 'Link',
	value: 'link',
	action: 'Link related record',
	description: 'Link a record to another one, such as a product to a contact; existing links stay',
	input: 'form',
	requiredOptions: linkOptions,
	fields: [relatedRecordId],
	limits: { records: RECORDS_PER_CALL },
	returns: RELATED,
	async send(session, { records, options }) {
		const link = async (idempotent: boolean) =>
			await callForIds(
				session,
				records,
				(ids): Call => ({
					method: 'PUT',
					path: pathOfParent(options, options.relatedList),
					body: { data: ids.map((id) => ({ id })) },
					idempotent,
				}),
			);
		const first = await explained(session, options, await link(false));
		if (!first.every((outcome) => isFailed(outcome, 'unknown'))) return first;
		// Linking twice changes nothing. Bigin also answers a missing record with a 500, so retry only after that is ruled out.
		const second = await link(true);
		// A refusal of the second request says nothing about the first one.
		return second.every((outcome) => isFailed(outcome, 'no')) ? first : second;
	},
});

function isFailed(outcome: Outcome, executed: Executed): boolean {
	return !outcome.ok && outcome.failure.executed === executed;
}
