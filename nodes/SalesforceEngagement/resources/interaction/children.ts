import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../../shared/base/result';
import { boolean } from '../../../shared/form/fields';
import type { Session } from '../../../shared/http/session';
import { shortId } from '../../fields/ids';
import { attendee } from '../../kinds/attendee';
import { topic } from '../../kinds/topic';
import type { SalesforceKind } from '../../kinds/kind';
import { readWhereIn } from '../../records/rows';
import type { Extra } from '../../records/shapes';

const include = boolean('includeChildren', 'Include Attendees and Topics', {
	default: true,
	description: 'Whether each interaction is returned with its attendees and topics',
});

/** The attendees and topics of interactions, by one query for each kind (salesforce-engagement 2.2 and 2.3). */
export const withChildren: Extra<[typeof include]> = {
	options: [include],
	keys: ['attendees', 'topics'],
	returns: { attendees: [{ id: 'string' }], topics: [{ id: 'string', Name: 'string' }] },
	async complete(session, rows, options, byDefault) {
		const wanted = options.includeChildren ?? byDefault;
		if (wanted === false || rows.length === 0) return { ok: true, value: rows };
		const ids = rows.map(({ id }) => String(id));
		const [attendees, topics] = await Promise.all(
			[attendee, topic].map(async (kind) => await childrenOf(session, kind, ids, options)),
		);
		if (!attendees?.ok) return attendees ?? { ok: true, value: rows };
		if (!topics?.ok) return topics ?? { ok: true, value: rows };
		return {
			ok: true,
			value: rows.map((row) => ({
				...row,
				attendees: attendees.value.get(shortId(row.id)) ?? [],
				topics: topics.value.get(shortId(row.id)) ?? [],
			})),
		};
	},
};

async function childrenOf(
	session: Session,
	kind: SalesforceKind,
	ids: readonly string[],
	options: IDataObject,
): Promise<Result<Map<string, IDataObject[]>>> {
	const read = await readWhereIn(
		session,
		{ object: kind.api, fields: [...kind.simple], order: 'CreatedDate, Id' },
		'EngagementId',
		ids,
		{ options },
	);
	if (!read.ok) return read;
	const byParent = new Map<string, IDataObject[]>();
	for (const row of read.value) {
		const key = shortId(row.EngagementId);
		const list = byParent.get(key);
		if (list) list.push(row);
		else byParent.set(key, [row]);
	}
	return { ok: true, value: byParent };
}
