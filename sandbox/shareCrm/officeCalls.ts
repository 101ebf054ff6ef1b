import type { FastifyRequest } from 'fastify';

import { bodyOf, dataOf } from './records';
import { accepted, businessRefusal, refusal, textsOf, type Json } from './replies';
import type { Tenant } from './tenant';

type Handler = (tenant: Tenant, request: FastifyRequest) => Json;

/** Calls on people, messages, functions and approvals, by their path (sharecrm 10). */
export const OFFICE_CALLS: Record<string, Handler> = {
	'/cgi/user/list': (tenant) => accepted({ userList: tenant.employees }),
	'/cgi/user/simpleList': (tenant) =>
		accepted({
			userList: tenant.employees.map(({ openUserId, name }) => ({
				openUserId,
				name,
				nickName: name,
			})),
		}),
	'/cgi/message/send': (tenant, request) => {
		const { toUser, msgType, text } = bodyOf(request);
		const people = textsOf(toUser);
		if (people.length === 0 || people.length > 500)
			return refusal(10015, 'toUser must hold 1 to 500 people');
		if (msgType !== 'text' || typeof text !== 'object')
			return refusal(12003, 'the message type is wrong');
		tenant.messages.push(bodyOf(request));
		return accepted();
	},
	'/cgi/crm/v2/special/function': (tenant, request) => {
		const { api_name: name, parameters } = dataOf(request);
		if (!String(name).endsWith('__c')) return businessRefusal('the function does not exist');
		tenant.functionCalls.push(dataOf(request));
		return accepted({ data: { functionResult: parameters ?? [] } });
	},
	'/cgi/crm/v2/special/getInstanceInfoByObjectId': (tenant, request) => {
		const { objectId } = dataOf(request);
		return accepted({ data: tenant.approvals.filter(({ dataId }) => dataId === objectId) });
	},
	'/cgi/crm/approvalInstances/query': (tenant, request) => {
		const { pageNumber = 1, pageSize = 20, state, objectApiName } = bodyOf(request);
		const all = tenant.approvals.filter(
			(entry) =>
				(state === undefined || entry.state === state) &&
				(objectApiName === undefined || entry.objectApiName === objectApiName),
		);
		const start = (Number(pageNumber) - 1) * Number(pageSize);
		return accepted({ data: { instances: all.slice(start, start + Number(pageSize)) } });
	},
	'/cgi/crm/approvalInstance/get': (tenant, request) => {
		const found = tenant.approvals.find(
			({ instanceId }) => instanceId === bodyOf(request).instanceId,
		);
		return found === undefined
			? businessRefusal('the approval does not exist')
			: accepted({ data: found });
	},
	'/cgi/crm/approvalTask/action': (tenant, request) => {
		const { taskId, actionType } = bodyOf(request);
		const found = tenant.approvals.find((entry) => entry.taskId === taskId);
		if (!['agree', 'reject'].includes(String(actionType)))
			return refusal(32000, 'actionType must be agree or reject');
		if (found?.state !== 'in_progress') return businessRefusal('the task is not open');
		found.state = actionType === 'agree' ? 'pass' : 'reject';
		return accepted();
	},
	'/cgi/crm/v2/special/approval/instance/cancel': (tenant, request) => {
		const { objectId } = dataOf(request);
		const found = tenant.approvals.find(
			({ dataId, state }) => dataId === objectId && state === 'in_progress',
		);
		if (found === undefined) return businessRefusal('no approval is under way');
		found.state = 'cancel';
		return accepted();
	},
};
