import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../../shared/base/errors';
import type { Batch, Operation } from '../../../shared/form/operation';
import type { Answer, Session } from '../../../shared/http/session';
import { isObject, textOf } from '../../../shared/base/values';
import { VENDOR } from '../../replies';
import { customerId, customFields, interactions, settings, title } from '../../fields/case';

/** Texts by the specification that a CRM may send as numbers (khoros-marketing 4.6, 5.2). */
const TEXTS = ['id', 'number', 'customerId'];

/** Creates a case (khoros-marketing 4.1); the API takes one a call. */
export const createCase: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create case',
	description: 'Add a new case, with its interactions from social networks, to the CRM',
	fields: [customerId, title, customFields, interactions],
	settings,
	// The CRM's own fields are not known here; it ignores what it does not know (khoros-marketing 6.8).
	unknownFields: 'send',
	names: ['title'],
	returns: {
		id: 'string',
		number: 'string',
		customerId: 'string',
		title: 'string',
		description: 'string',
		url: 'string',
		lastUpdated: 'string',
		created: 'string',
		status: 'string',
		interactions: [
			{
				created: 'string',
				body: 'string',
				linkUrl: 'string',
				serviceId: 'string',
				service: 'string',
				contentType: 'string',
				author: {
					service: 'string',
					serviceId: 'string',
					handle: 'string',
					name: 'string',
					brandOwned: 'boolean',
				},
			},
		],
	},
	limits: { records: 1 },
	finish: (record, { alsoSendCustomId }) =>
		alsoSendCustomId === true ? { ...record, customId: record.customerId } : record,
	send: async (session, batch) =>
		await Promise.all(batch.records.map(async (record) => await create(session, record, batch))),
};

async function create(
	session: Session,
	record: IDataObject,
	{ settings: given }: Batch,
): Promise<Outcome> {
	const answer = await session.call({
		method: 'POST',
		path: '/case',
		body: record,
		headers: agentHeaders(given),
	});
	return answer.ok ? outcomeOf(answer) : failed(answer.failure);
}

/** Who acts, and where (khoros-marketing 2); what is not given is not sent. */
function agentHeaders({
	agentEmail,
	agentEmailHeader,
	initiativeId,
	companyId,
}: IDataObject): IDataObject {
	const headers: IDataObject = {
		[textOf(agentEmailHeader) ?? 'x-sf-user-email']: agentEmail,
		'x-sf-initiative': initiativeId,
		'x-sf-company-id': companyId,
	};
	return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

/** Any 2xx that names the new case is a success; pages and servers differ in the status (khoros-marketing 4.3). */
function outcomeOf(answer: Extract<Answer, { ok: true }>): Outcome {
	const json: IDataObject = isObject(answer.body) ? { ...answer.body } : {};
	for (const key of TEXTS) if (Number.isSafeInteger(json[key])) json[key] = String(json[key]);
	if (typeof json.id === 'string' && json.id !== '') return { ok: true, id: json.id, json };
	return failed({
		message: `${VENDOR} sent a reply without a usable id for the case`,
		description: 'Look in the CRM whether the case is there before you send it again.',
		httpCode: answer.status,
		executed: 'unknown',
	});
}
