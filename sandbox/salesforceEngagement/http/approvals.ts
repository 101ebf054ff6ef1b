import type { FastifyInstance } from 'fastify';

import { schemaOf } from '../state/schemas';
import type { State } from '../state/state';
import type { Guard } from './guard';

type Json = Record<string, unknown>;

const APPROVER = '005000000000001AAA';

/** One approval process, for contacts (salesforce-engagement 16). */
export class Approvals {
	/** Open requests: the record that each is about, by the ID of the request. */
	readonly open = new Map<string, string>();
	/** The end of each record's approval, or that it is pending. */
	readonly states = new Map<string, 'Pending' | 'Approved' | 'Rejected'>();
	private next = 1;

	constructor(private readonly state: State) {}

	reset(): void {
		this.open.clear();
		this.states.clear();
	}

	carryOut({ actionType, contextId, nextApproverIds }: Json): Json {
		const id = String(contextId);
		return actionType === 'Submit'
			? this.submit(id, nextApproverIds)
			: this.decide(id, actionType === 'Approve' ? 'Approved' : 'Rejected');
	}

	private submit(id: string, approvers: unknown): Json {
		const row = this.state.find('Contact', id);
		if (!row || row.IsDeleted || schemaOf('Contact') === undefined)
			return refused(id, 'NO_APPLICABLE_PROCESS', 'No applicable approval process was found.');
		if (this.states.get(row.Id) === 'Pending')
			return refused(id, 'ALREADY_IN_PROCESS', 'Cannot submit object already in process.');
		const item = `04i${String(this.next++).padStart(12, '0')}AAA`;
		this.open.set(item, row.Id);
		this.states.set(row.Id, 'Pending');
		return {
			...result(row.Id, 'Pending'),
			actorIds: Array.isArray(approvers) ? approvers : [APPROVER],
			newWorkitemIds: [item],
		};
	}

	private decide(item: string, state: 'Approved' | 'Rejected'): Json {
		const id = this.open.get(item);
		if (id === undefined)
			return refused(null, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
		this.open.delete(item);
		this.states.set(id, state);
		return result(id, state);
	}
}

function result(entityId: string, instanceStatus: string): Json {
	return {
		actorIds: null,
		entityId,
		errors: null,
		instanceId: `04g${entityId.slice(3)}`,
		instanceStatus,
		newWorkitemIds: [],
		success: true,
	};
}

function refused(entityId: string | null, statusCode: string, message: string): Json {
	return {
		actorIds: null,
		entityId,
		errors: [{ statusCode, message, fields: [] }],
		instanceId: null,
		instanceStatus: null,
		newWorkitemIds: null,
		success: false,
	};
}

export function approvalRoutes(app: FastifyInstance, guard: Guard, approvals: Approvals): void {
	app.post<{ Body: { requests?: Json[] } }>(
		'/services/data/:version/process/approvals',
		async (request, reply) => {
			const refusal = guard(request, reply);
			if (refusal) return await Promise.resolve(refusal);
			const { requests = [] } = request.body;
			const results = requests.map((one) => approvals.carryOut(one));
			if (results.some(({ success }) => success === false)) void reply.code(400);
			// The vendor's own example has them in another order than the requests.
			return await Promise.resolve(results.reverse());
		},
	);
}
