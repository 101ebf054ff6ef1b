import type { IDataObject } from 'n8n-workflow';

import { failed, found, InputError } from '../../../shared/base/errors';
import { at, isEmpty, isObject, textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { choice, dateField, id, limit, returnAll, wanted } from '../../../shared/form/fields';
import { FILTERS } from '../../../shared/form/operation';
import { readPages } from '../../../shared/http/paging';
import { notFound } from '../../../shared/operations/reading';
import { simplified } from '../../../shared/operations/simplify';
import { objectPicker, operator } from '../../fields/pickers';
import { rowsAt } from '../../metadata';
import { actingAs, post } from '../../records/call';
import { VENDOR } from '../../replies';

/** Rows of a page (sharecrm 10). */
const PAGE = 20;

const SIMPLE = [
	'instanceName',
	'state',
	'triggerType',
	'objectApiName',
	'dataId',
	'createTime',
	'endTime',
	'flowApiName',
	'applicantOpenUserId',
];
const SHAPE = {
	id: 'string',
	...Object.fromEntries(SIMPLE.map((name) => [name, 'string' as const])),
	createTime: 'integer',
	endTime: 'integer',
} as const;

const ofObject = objectPicker('objectApiName', {
	required: false,
	description: 'Only approvals of this kind of records',
});
const ofRecord = id('objectId', 'Record ID', {
	placeholder: 'e.g. 68fa0c1e2b3d4f0001a2b3c4',
	description: "Only approvals of this record; 'Object' must be given, too",
});
const state = choice(
	'state',
	'State',
	[
		{ name: 'Canceled', value: 'cancel' },
		{ name: 'Error', value: 'error' },
		{ name: 'In Progress', value: 'in_progress' },
		{ name: 'Passed', value: 'pass' },
		{ name: 'Rejected', value: 'reject' },
	],
	{ default: 'in_progress', description: 'Only approvals in this state' },
);
const startTime = dateField('startTime', 'Started After', 'millis', {
	description: 'Only approvals that were started after this time',
});
const endTime = dateField('endTime', 'Started Before', 'millis', {
	description: 'Only approvals that were started before this time',
});

/** Get Many: the approvals of a record, or those of the account by pages (sharecrm 10). */
export const getApprovals = defineOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many approvals',
	description: 'Get many approvals, of one record or of the whole account',
	input: 'form',
	reads: true,
	optionalFields: FILTERS,
	fields: [returnAll, limit, ofObject, ofRecord, state, startTime, endTime],
	options: [operator],
	simplify: simplified(SIMPLE),
	limits: { records: 1 },
	returns: SHAPE,
	finish(asked) {
		if (asked.objectId === undefined || asked.objectApiName !== undefined) return asked;
		throw new InputError(
			"'Object' is missing, to which the record belongs",
			'objectApiName',
			"Choose it, or leave out 'Record ID'.",
		);
	},
	async send(session, { records: [asked], options }) {
		const { objectApiName, objectId } = asked;
		if (objectId !== undefined) {
			const answer = await post(
				session,
				'/cgi/crm/v2/special/getInstanceInfoByObjectId',
				{ includeNull: false, data: { entityId: objectApiName, objectId } },
				options,
				{ reads: true },
			);
			if (!answer.ok) return [failed(answer.failure)];
			const rows = instancesIn(answer.body)
				.filter((row) => meets(row, asked) !== false)
				.slice(0, wanted(asked));
			if (rows.some((row) => meets(row, asked) === undefined))
				session.hint(
					'ShareCRM did not tell the state or the start of some approvals, so these are returned although they may not meet the filters.',
				);
			return [found(rows.map(named))];
		}
		const filters = Object.fromEntries(
			(['objectApiName', 'state', 'startTime', 'endTime'] as const).flatMap((name) =>
				asked[name] === undefined ? [] : [[name, asked[name]]],
			),
		);
		const { rows, failure } = await readPages(session, {
			call: (page, size) => ({
				method: 'POST',
				path: '/cgi/crm/approvalInstances/query',
				reads: true,
				...actingAs(options),
				body: { ...filters, pageNumber: page, pageSize: size },
			}),
			rows: instancesIn,
			more: (body) => instancesIn(body).length >= Math.min(PAGE, wanted(asked) ?? PAGE),
			size: PAGE,
			limit: wanted(asked),
			key: (row) => textOf(at(row, 'instanceId')),
		});
		return [failure ? failed(failure) : found(rows.filter(isObject).map(named))];
	},
});

/** Get: one approval with its tasks (sharecrm 10). */
export const getApproval = defineOperation({
	name: 'Get',
	value: 'get',
	action: 'Get approval',
	description: 'Read one approval with its tasks',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [
		id('instanceId', 'Approval ID', {
			required: true,
			placeholder: 'e.g. 68fa0c1e2b3d4f0001a2b3c4',
			description: 'ID of the approval, as Get Many lists it',
		}),
	],
	options: [operator],
	limits: { records: 1 },
	returns: SHAPE,
	async send(session, { records: [asked], options }) {
		const instanceId = asked.instanceId;
		const answer = await post(session, '/cgi/crm/approvalInstance/get', { instanceId }, options, {
			reads: true,
		});
		if (!answer.ok) return [failed(answer.failure)];
		const data = at(answer.body, 'data') ?? at(answer.body, 'instance');
		return [
			isObject(data)
				? { ok: true, id: instanceId, json: { id: instanceId, ...data } }
				: notFound(VENDOR, 'approval', instanceId),
		];
	},
});

/**
 * Whether an approval of a record meets the other filters, which the call for one record does not take; undefined where the
 * reply does not tell what they are compared with.
 */
function meets({ state: is, createTime }: IDataObject, asked: IDataObject): boolean | undefined {
	const { state: wantedState, startTime, endTime } = asked;
	const started = isEmpty(createTime) ? NaN : Number(createTime);
	const compared: Array<[filter: unknown, isMet: boolean | undefined]> = [
		[wantedState, isEmpty(is) ? undefined : is === wantedState],
		[startTime, Number.isNaN(started) ? undefined : started > Number(startTime)],
		[endTime, Number.isNaN(started) ? undefined : started < Number(endTime)],
	];
	const checks = compared.flatMap(([filter, isMet]) => (filter === undefined ? [] : [isMet]));
	if (checks.includes(false)) return false;
	return checks.includes(undefined) ? undefined : true;
}

/** The list in a reply; which key holds it is documented for one call only (sharecrm 10). */
function instancesIn(body: unknown): IDataObject[] {
	const lists = [['instances'], ['data', 'instances'], ['data']].map((keys) =>
		rowsAt(body, ...keys),
	);
	return lists.find((rows) => rows.length > 0) ?? [];
}

function named(row: IDataObject): IDataObject {
	return { id: row.instanceId ?? null, ...row };
}
