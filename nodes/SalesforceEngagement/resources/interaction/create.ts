import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { boolean, choice } from '../../../shared/form/fields';
import type { Batch } from '../../../shared/form/operation';
import type { Session } from '../../../shared/http/session';
import { at, isObject, textOf } from '../../../shared/base/values';
import { subrequestFailure, traced, VENDOR } from '../../replies';
import { apiVersion } from '../../fields/apiVersion';
import { versionOf } from '../../version';
import { RECORDS_PER_CALL } from '../../limits';
import { interactionFields } from '../../fields/interaction';
import { DATE_FORMAT } from '../../fields/common';
import { recover } from './recover';

const RESOURCE = 'connect/service-excellence/engagement-interactions';
const LOOK_FIRST = 'Look in Salesforce whether the interaction is there before you send it again.';

const customDateFormat = choice(
	DATE_FORMAT,
	'Custom Date Format',
	[
		{ name: 'ISO (2022-06-17)', value: 'iso' },
		{ name: 'Month First (06/17/2022)', value: 'us' },
	],
	{ description: 'How dates in custom fields are written; change it if your org refuses them' },
);

const sendInBatches = boolean('sendInBatches', 'Send in Batches', {
	default: true,
	description:
		'Whether up to 25 interactions are sent in one request; switch it off if your org refuses that',
});

/** The operation Create: one interaction with its attendees and topics (salesforce-engagement 1.1 to 1.8). */
export const createInteraction = defineOperation({
	name: 'Create',
	value: 'create',
	action: 'Create interaction',
	description:
		'Add a new engagement interaction with its attendees and topics; many input items are sent in one request',
	fields: interactionFields,
	options: [apiVersion, customDateFormat, sendInBatches],
	// Salesforce refuses a body with a property that it does not know (salesforce-engagement 9.3).
	unknownFields: 'refuse',
	// That a batch takes this resource is documented for its group only, and not yet seen in an org (salesforce-engagement 4 and 13).
	names: ['externalIdentifierId', 'communicationChannel', 'startDateTime'],
	returns: {
		id: 'string',
		engagementAttendees: [{ id: 'string' }],
		engagementTopics: [{ id: 'string' }],
		status: { code: 'integer', message: 'string' },
	},
	limits: {
		records: RECORDS_PER_CALL,
		recordsWith: (options) => (options.sendInBatches === false ? 1 : RECORDS_PER_CALL),
	},
	send: async (session, batch) =>
		batch.records.length === 1 ? await createOne(session, batch) : await createMany(session, batch),
	creates: true,
	recover,
});

function bodyOf(record: IDataObject | undefined): IDataObject {
	return { engagementInteraction: record };
}

async function createOne(session: Session, batch: Batch): Promise<Outcome[]> {
	const answer = await session.call({
		method: 'POST',
		path: `/services/data/v${versionOf(batch)}/${RESOURCE}`,
		body: bodyOf(batch.records[0]),
	});
	return [answer.ok ? created(answer.status, answer.body) : failed(answer.failure)];
}

/** Results stand in the order of the requests, and HTTP 200 says nothing about them (salesforce-engagement 4.1). */
async function createMany(session: Session, batch: Batch): Promise<Outcome[]> {
	const version = versionOf(batch);
	const answer = await session.call({
		method: 'POST',
		path: `/services/data/v${version}/composite/batch`,
		body: {
			haltOnError: false,
			batchRequests: batch.records.map((record) => ({
				method: 'POST',
				url: `v${version}/${RESOURCE}`,
				richInput: bodyOf(record),
			})),
		},
	});
	if (!answer.ok) return batch.records.map(() => failed(withBatchHint(answer.failure)));
	const results = at(answer.body, 'results');
	if (!Array.isArray(results) || results.length > batch.records.length) {
		return batch.records.map(() =>
			failed(unclear(answer.status, 'a reply that does not match the interactions')),
		);
	}
	return traced(
		batch.records.map((_, position) => resultOutcome(results[position], answer.status)),
		answer.headers,
	);
}

function resultOutcome(result: unknown, httpCode: number): Outcome {
	const status = at(result, 'statusCode');
	// A number below is no status of HTTP.
	if (typeof status === 'number' && status >= 200) {
		const body = at(result, 'result');
		return status >= 200 && status < 300
			? created(status, body)
			: failed(subrequestFailure(status, body));
	}
	// After ten minutes the rest of a batch is not run (salesforce-engagement 4.1), but how the reply shows that is not documented.
	return failed(unclear(httpCode, 'no result for this interaction, so it was probably not run'));
}

/** Reads the reply to one create. A 2xx counts only with an id and without a status of 400 and more (salesforce-engagement 1.8). */
function created(httpCode: number, body: unknown): Outcome {
	const interaction = at(body, 'engagementInteraction');
	const status = at(body, 'status');
	const id = textOf(at(interaction, 'id'));
	const code = Number(at(status, 'code') ?? 0);
	if (id !== undefined && code < 400) {
		return {
			ok: true,
			id,
			json: {
				id,
				engagementAttendees: ids(at(interaction, 'engagementAttendees')),
				engagementTopics: ids(at(interaction, 'engagementTopics')),
				status: isObject(status) ? status : {},
			},
		};
	}
	const text = textOf(at(status, 'message'));
	if (code < 400) return failed(unclear(httpCode, 'a reply without the ID of the interaction'));
	return failed({
		message: `${VENDOR} did not accept the record: ${text ?? `status ${code}`}`,
		// Salesforce does not document whether the record is rolled back in this case, so the outcome is unknown.
		description: `${LOOK_FIRST} (HTTP ${httpCode}, status ${code}${text === undefined ? '' : `, ${text}`})`,
		httpCode,
		code: String(code),
		id,
		executed: 'unknown',
	});
}

function ids(list: unknown): IDataObject[] {
	return Array.isArray(list) ? list.map((entry) => ({ id: textOf(at(entry, 'id')) })) : [];
}

function unclear(httpCode: number, what: string): Failure {
	return {
		message: `${VENDOR} sent ${what}`,
		description: LOOK_FIRST,
		httpCode,
		executed: 'unknown',
	};
}

function withBatchHint(failure: Failure): Failure {
	if (![400, 404, 405].includes(failure.httpCode ?? 0)) return failure;
	return {
		...failure,
		description: `${failure.description ?? ''}\nIf your org does not take interactions in batches, switch off 'Send in Batches' under Options.`,
	};
}
