import type { IDataObject } from 'n8n-workflow';

import { failed, found, InputError } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { at, isObject, textOf } from '../../shared/base/values';
import { defineOperation } from '../../shared/form/defineOperation';
import { choice, dateField } from '../../shared/form/fields';
import type { Operation } from '../../shared/form/operation';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { momentOf } from '../../shared/send/recovery';
import { apiVersion } from '../fields/apiVersion';
import { objectOf, type SalesforceKind } from '../kinds/kind';
import { apiPath } from '../version';

const changes = choice(
	'changes',
	'Changes',
	[
		{ name: 'Created, Updated and Deleted', value: 'both' },
		{ name: 'Created or Updated', value: 'updated' },
		{ name: 'Deleted', value: 'deleted' },
	],
	{ required: true, default: 'both' },
);

/** Get Changed and Deleted IDs: those of a time span of at most 30 days (salesforce-engagement 2.5). */
export function getChanges(kind: SalesforceKind): Operation {
	return defineOperation({
		name: 'Get Changed and Deleted IDs',
		value: 'getChanges',
		action: `Get changed and deleted ${kind.nouns}`,
		description: `List the IDs of ${kind.nouns} that were created, updated or deleted in a time span of the last 30 days`,
		input: 'form',
		reads: true,
		requiredOptions: kind.choose,
		fields: [
			changes,
			dateField('start', 'Start', 'utc', {
				required: true,
				description: 'The beginning of the time span, at most 30 days ago',
			}),
			{
				...dateField('end', 'End', 'utc', {
					description: 'The end of the time span; now if left empty',
				}),
				upFront: true,
			},
		],
		options: [apiVersion],
		limits: { records: 1 },
		returns: {
			id: 'string',
			change: 'string',
			deletedDate: 'string',
			latestDateCovered: 'string',
			earliestDateAvailable: 'string',
		},
		finish(asked) {
			if (asked.end !== undefined && Date.parse(asked.end) <= Date.parse(asked.start))
				throw new InputError("'End' must be after 'Start'", 'end');
			return asked;
		},
		async send(session, { records: [asked], options }) {
			const wanted = asked.changes === 'both' ? ['updated', 'deleted'] : [asked.changes];
			const end = textOf(asked.end) ?? new Date().toISOString();
			const replies: Changes[] = [];
			for (const change of wanted) {
				const read = await idsOf(session, objectOf(kind, options), change, options, {
					start: asked.start,
					end,
				});
				if (!read.ok) return [failed(read.failure)];
				replies.push(read.value);
			}
			// The next time span begins where this one ends, so where the earlier list does.
			const latestDateCovered = earliest(replies.map(({ covered }) => covered));
			const earliestDateAvailable = replies.find(({ available }) => available)?.available;
			const rows = replies.flatMap(({ rows: list }) => list);
			return [
				found(
					rows.map((row) => ({
						...row,
						latestDateCovered,
						...(earliestDateAvailable === undefined ? {} : { earliestDateAvailable }),
					})),
				),
			];
		},
	});
}

/** The content of a reply about changes. */
interface Changes {
	rows: IDataObject[];
	/** Until when all changes are in the list. */
	covered?: string;
	/** Since when deleted records are known at all. */
	available?: string;
}

/** The earliest of some moments; undefined where one of them is not clear. */
function earliest(moments: ReadonlyArray<string | undefined>): string | undefined {
	const [first] = moments
		.map((text) => ({ text, moment: momentOf(text) }))
		.sort((one, other) => one.moment - other.moment);
	return moments.some((text) => Number.isNaN(momentOf(text))) ? undefined : first?.text;
}

async function idsOf(
	session: Session,
	object: string,
	change: string,
	options: IDataObject,
	span: { start: string; end: string },
): Promise<Result<Changes>> {
	const answer = await session.call({
		method: 'GET',
		path: apiPath(options, `sobjects/${pathPart(object)}/${change}/`),
		query: span,
	});
	if (!answer.ok) return answer;
	const list = at(answer.body, change === 'updated' ? 'ids' : 'deletedRecords');
	if (!Array.isArray(list))
		return {
			ok: false,
			failure: {
				message: 'Salesforce sent a reply without the IDs',
				description: 'Try again later.',
				executed: 'no',
			},
		};
	return {
		ok: true,
		value: {
			rows: list.map((entry: unknown) =>
				isObject(entry)
					? { id: entry.id, change, deletedDate: entry.deletedDate }
					: { id: entry as IDataObject[string], change },
			),
			covered: textOf(at(answer.body, 'latestDateCovered')),
			available: textOf(at(answer.body, 'earliestDateAvailable')),
		},
	};
}
