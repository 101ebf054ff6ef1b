import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../../shared/base/errors';
import {
	boolean,
	choice,
	dateField,
	group,
	id,
	idList,
	list,
	number,
	text,
	type Field,
} from '../../../shared/form/fields';
import type { Batch, Operation } from '../../../shared/form/operation';
import type { Session } from '../../../shared/http/session';
import { isObject } from '../../../shared/base/values';
import { BYTES_PER_CALL, RECORDS_PER_CALL } from '../../limits';
import { VENDOR } from '../../replies';
import { customAttributes, ID, readTag } from '../../fields/common';
import { jobOutcomes, readJob } from '../../bulk/jobs';
import { completionTimeLimit } from '../../../shared/operations/jobs';
import { recover } from './recover';

/** Fields of a conversation (kustomer 2.1). */
const fields: readonly Field[] = [
	id('customer', 'Customer ID', {
		...ID,
		required: true,
		description: 'ID of the customer the conversation belongs to',
	}),
	idList('assignedTeams', 'Assigned Team IDs', {
		...ID,
		max: 10,
		unique: true,
		description: 'IDs of teams, separated by commas, or an expression that yields a list',
	}),
	idList('assignedUsers', 'Assigned User IDs', {
		...ID,
		max: 10,
		unique: true,
		description: 'IDs of users, separated by commas, or an expression that yields a list',
	}),
	id('id', 'Conversation ID', {
		...ID,
		description: 'ID that the new conversation gets; Kustomer chooses one if left out',
	}),
	dateField('createdAt', 'Created At', 'utc', {
		description: 'When the conversation began, if that was not now',
	}),
	customAttributes,
	text('defaultLang', 'Default Language', { max: 100, placeholder: 'e.g. en_us' }),
	choice('direction', 'Direction', [
		{ name: 'Incoming', value: 'in' },
		{ name: 'Outgoing', value: 'out' },
	]),
	text('externalId', 'External ID', {
		max: 256,
		placeholder: 'e.g. ticket-4711',
		description:
			'ID of the conversation in your own system; it lets you find the conversation again',
	}),
	dateField('importedAt', 'Imported At', 'utc', {
		description:
			'When the conversation was imported; imported ones do not count towards the limit per customer and minute',
	}),
	text('name', 'Name', {
		max: 256,
		placeholder: 'e.g. Order 4711 arrived late',
		description: 'Subject line of the conversation',
	}),
	number('priority', 'Priority', {
		min: 1,
		max: 5,
		integer: true,
		default: 3,
		description: 'From 1 to 5',
	}),
	group(
		'queue',
		'Queue',
		[
			text('external', 'External Queue', {
				placeholder: 'e.g. amazon-connect',
				description: 'Name of a queue outside Kustomer',
			}),
			id('id', 'Queue ID', { description: 'ID of a queue in Kustomer' }),
		],
		{ unknown: 'refuse' },
	),
	text('replyChannel', 'Reply Channel', { max: 256, placeholder: 'e.g. email' }),
	choice(
		'status',
		'Status',
		[
			{ name: 'Done', value: 'done' },
			{ name: 'Open', value: 'open' },
		],
		{ default: 'open' },
	),
	list('tags', 'Tags', {
		max: 20,
		unique: true,
		entry: readTag,
		placeholder: 'e.g. vip, late delivery',
		description: 'Tags, separated by commas, or an expression that yields a list',
	}),
];

/** Longest wait for a job in seconds, if nothing else is chosen (kustomer 2.2). */
const timeLimit = completionTimeLimit(300);

export const createBulk: Operation = {
	name: 'Create in Bulk',
	value: 'createBulk',
	action: 'Create conversations in bulk',
	description:
		'Add a new conversation for each input item; up to 100 of them are sent in one bulk job, and each item gets its own result',
	fields,
	settings: [
		boolean('waitForCompletion', 'Wait for Completion', {
			default: true,
			description:
				'Whether to wait until Kustomer has worked off each bulk job and to return one result for each item. If off, each bulk job is returned as soon as it is accepted.',
		}),
		timeLimit.field,
	],
	// Kustomer refuses the whole request for one unknown key (kustomer 2.1).
	unknownFields: 'refuse',
	names: ['name', 'externalId'],
	returns: {
		id: 'string',
		status: 'string',
		bulkId: 'string',
		context: 'string',
		completed: 'boolean',
		ids: ['string'],
		v2: 'boolean',
		batches: { complete: 'integer', total: 'integer', idsTotal: 'integer' },
		createdAt: 'string',
		updatedAt: 'string',
	},
	limits: { records: RECORDS_PER_CALL, bytes: BYTES_PER_CALL },
	// A job that is being worked off needs no request.
	batchesPerRequest: 4,
	finish: withoutEmptyQueue,
	send,
	creates: true,
	recover,
};

/** A queue needs an id or an external name (kustomer 2.1); one without both is no queue. */
function withoutEmptyQueue(record: IDataObject): IDataObject {
	const { queue, ...rest } = record;
	return isObject(queue) && Object.keys(queue).length === 0 ? rest : record;
}

async function send(session: Session, { records, settings }: Batch): Promise<Outcome[]> {
	const answer = await session.call({
		method: 'POST',
		path: '/v1/conversations/bulk',
		// The mark pairs a result with its record, as results come in any order (kustomer 2.1).
		body: records.map((record, index) => ({ ...record, _clientRef: String(index) })),
	});
	if (!answer.ok) return records.map(() => failed(answer.failure));
	const job = readJob(answer.body);
	if (job === undefined) {
		return records.map(() =>
			failed({
				message: `${VENDOR} accepted the conversations, but sent no bulk job`,
				description: 'Search for the conversation by its External ID before you send it again.',
				httpCode: answer.status,
				executed: 'unknown',
			}),
		);
	}
	if (settings.waitForCompletion === false)
		return records.map(() => ({ ok: true, id: job.id, json: job.json, sharedBy: job }));
	return await jobOutcomes(session, job, records.length, timeLimit.of(settings));
}
