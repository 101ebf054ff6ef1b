import { failed, type Outcome } from '../../../shared/base/errors';
import { isObject, textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { boolean, id, list, text, type Field } from '../../../shared/form/fields';
import type { OperationEntry } from '../../../shared/form/operation';
import { ofOneRecord, recordFailure } from '../../../shared/http/replies';
import { apiVersion } from '../../fields/apiVersion';
import { ID, picked, reference, shortId } from '../../fields/ids';
import { refusalOf, VENDOR } from '../../replies';
import { apiPath } from '../../version';

const comments = text('comments', 'Comments', {
	max: 4_000,
	rows: 2,
	description: 'What the next approver reads',
});

const nextApprovers = list('nextApproverIds', 'Next Approver IDs', {
	description: 'IDs of the next approvers, if the process leaves that open',
	entry: (entry, label) => id('nextApproverIds', label, ID).read(entry, PLACE),
});

const PLACE = { from: 'form' as const, timezone: 'UTC', prefix: '', options: {} };

interface Step extends OperationEntry {
	actionType: 'Submit' | 'Approve' | 'Reject';
	/** The record that is submitted, or the request that is decided. */
	subject: Field<'contextId', string, true>;
	fields: readonly Field[];
}

/** A step of an approval process, one request for each item: results of several come in an order of their own, and name the record but not the approval request (salesforce-engagement 16). */
function step({ actionType, subject, fields, ...entry }: Step) {
	return defineOperation({
		...entry,
		input: 'form',
		fields: [subject, ...fields],
		options: [apiVersion],
		limits: { records: 1 },
		returns: {
			id: 'string',
			instanceId: 'string',
			instanceStatus: 'string',
			newWorkitemIds: ['string'],
			actorIds: ['string'],
		},
		identity: ({ contextId }) => [shortId(contextId)],
		async send(session, { records: [asked], options }) {
			const answer = await session.call({
				method: 'POST',
				path: apiPath(options, 'process/approvals'),
				body: { requests: [{ actionType, ...asked }] },
			});
			if (!answer.ok) return [failed({ ...answer.failure, splittable: undefined })];
			const { body, status } = answer;
			const result: unknown = Array.isArray(body) && body.length === 1 ? body[0] : undefined;
			return [outcomeOf(result, status, actionType === 'Submit' ? asked.contextId : undefined)];
		},
	});
}

/** @param record ID of the record that the result must be about, where the item names it */
function outcomeOf(result: unknown, status: number, record?: unknown): Outcome {
	const unclear = failed({
		message: `${VENDOR} sent a result without a status for this item`,
		description: 'Look at the approval history of the record before you send it again.',
		httpCode: status,
		executed: 'unknown',
	});
	if (!isObject(result)) return unclear;
	const { success, errors, entityId, instanceId, instanceStatus, newWorkitemIds, actorIds } =
		result;
	if (success === false && Array.isArray(errors) && errors.length > 0)
		return failed(ofOneRecord(recordFailure(VENDOR, status, refusalOf(status, errors))));
	const entity = textOf(entityId);
	if (success !== true || entity === undefined) return unclear;
	if (record !== undefined && shortId(entity) !== shortId(record)) return unclear;
	return {
		ok: true,
		id: entity,
		json: { id: entity, instanceId, instanceStatus, newWorkitemIds, actorIds },
	};
}

const workItem = reference('contextId', 'Approval Request', {
	required: true,
	placeholder: 'e.g. 04i000000000001AAA',
	description: 'The ID of the approval request (ProcessInstanceWorkitem) to decide',
});

/** Submit a record for approval. */
export const submit = step({
	name: 'Submit for Approval',
	value: 'submit',
	action: 'Submit record for approval',
	description: 'Submit a record to an approval process',
	actionType: 'Submit',
	subject: reference('contextId', 'Record ID', {
		required: true,
		placeholder: 'e.g. 500000000000001AAA',
		description: 'The ID of the record to submit',
	}),
	fields: [
		comments,
		nextApprovers,
		text('processDefinitionNameOrId', 'Process Name', {
			max: 120,
			placeholder: 'e.g. PTO_Request_Process',
			description: 'Name or ID of the approval process; the first that fits if left empty',
		}),
		boolean('skipEntryCriteria', 'Skip Entry Criteria', {
			description: 'Whether the record is submitted although it does not meet the entry criteria',
		}),
		picked(
			reference('contextActorId', 'Submitter', {
				description: 'The user who submits; the connected user if left empty',
			}),
			'searchUsers',
		),
	],
});

/** Approve or reject. */
export const approve = step({
	name: 'Approve',
	value: 'approve',
	action: 'Approve request',
	description: 'Approve a request that waits for the connected user',
	actionType: 'Approve',
	subject: workItem,
	fields: [comments, nextApprovers],
});

export const reject = step({
	name: 'Reject',
	value: 'reject',
	action: 'Reject request',
	description: 'Reject a request that waits for the connected user',
	actionType: 'Reject',
	subject: workItem,
	fields: [comments, nextApprovers],
});
