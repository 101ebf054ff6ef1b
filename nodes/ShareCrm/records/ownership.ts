import { boolean } from '../../shared/form/fields';
import type { Operation } from '../../shared/form/operation';
import { withArticle } from '../../shared/operations/kind';
import { employee, recordId } from '../fields/pickers';
import { objectOf, type CrmKind } from '../kinds';
import { changed, post, recordPath, RECORDS_PER_CALL } from './call';
import { ofObject } from './object';
import { onIds, onManyIds } from './onIds';

/** Change Owner: many records in one call (sharecrm 5.7). */
export function changeOwner(kind: CrmKind): Operation {
	return onIds(
		{
			name: 'Change Owner',
			value: 'changeOwner',
			action: `Change owner of ${kind.noun}`,
			description: `Give ${withArticle(kind.noun)} to another employee; an update cannot do that`,
		},
		{ noun: kind.noun, required: ofObject(kind), done: { ownerId: 'string' } },
		{
			fields: [
				recordId(kind.noun),
				employee('ownerId', 'New Owner', {
					required: true,
					description: 'The employee who gets the record',
				}),
			],
			// Two items may give one record to two people.
			mergesRepeats: false,
			limits: { records: RECORDS_PER_CALL },
			async send(session, { records, options }) {
				const object = objectOf(kind, options);
				const answer = await post(
					session,
					recordPath(object, 'changeOwner'),
					{
						data: {
							dataObjectApiName: object,
							// The capital is the vendor's, and so is the list.
							Data: records.map(({ id, ownerId }) => ({ objectDataId: id, ownerId: [ownerId] })),
						},
					},
					options,
				);
				return records.map(({ id, ownerId }) => changed(answer, String(id), { ownerId }));
			},
		},
	);
}

const withDetails = boolean('withDetails', 'Details Too', {
	default: false,
	description: 'Whether its details are locked or unlocked with it; ShareCRM does so if left out',
});

/** Lock and Unlock: many records in one call, which does no harm when it comes twice (sharecrm 5.8). */
export function lockRecord(kind: CrmKind, locks: boolean): Operation {
	const name = locks ? 'Lock' : 'Unlock';
	return onManyIds(
		{
			name,
			value: name.toLowerCase(),
			action: `${name} ${kind.noun}`,
			description: locks
				? `Lock ${withArticle(kind.noun)} against changes`
				: `Unlock ${withArticle(kind.noun)} for changes`,
		},
		{
			noun: kind.noun,
			required: ofObject(kind),
			options: [withDetails],
			done: { locked: locks },
		},
		async (session, ids, options) => {
			const strategy = options.withDetails;
			const data = {
				dataObjectApiName: objectOf(kind, options),
				dataIds: ids,
				...(strategy === undefined ? {} : { detailObjStrategy: strategy === true ? 1 : 0 }),
			};
			return await post(session, `/cgi/crm/v2/object/${name.toLowerCase()}`, { data }, options, {
				idempotent: true,
			});
		},
	);
}
