import { failed } from '../../../shared/base/errors';
import { at, textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { json, type ValueIn } from '../../../shared/form/fields';
import type { Operation } from '../../../shared/form/operation';
import { pathPart } from '../../../shared/http/replies';
import { notFound } from '../../../shared/operations/reading';
import { action } from '../../records/action';
import { plainId } from '../../records/shapes';
import { readOne } from '../../records/written';
import { VENDOR } from '../../replies';

export const WORKFLOW = [
	'name',
	'description',
	'enabled',
	'eventName',
	'callable',
	'createdAt',
	'updatedAt',
];

const inputs = {
	...json('inputs', 'Inputs', { description: 'Values by name, as JSON' }),
	upFront: true,
};

const path = (asked: ValueIn<typeof plainId>) => `/v1/workflows/${pathPart(asked.id)}`;

/** Names of what Kustomer sets itself, and what flatResource adds. */
const OWN = /^(id|type|rev|.*At|.*Ids?)$/;

/**
 * Enable or Disable. The whole workflow is sent back, because no page says that an update keeps what it does not mention
 * (kustomer, appendix A).
 */
function switched(enabled: boolean): Operation {
	const [name, verb] = enabled ? ['Enable', 'enable'] : ['Disable', 'disable'];
	return action({
		name,
		value: verb,
		action: `${name} workflow`,
		description: enabled
			? 'Let a workflow of Kustomer start with its events again'
			: 'Keep a workflow of Kustomer from being started',
		keeps: WORKFLOW,
		changes: true,
		fields: [plainId],
		async call(asked, _settings, session) {
			const read = await readOne(session, path(asked));
			if (!read.ok) return { failure: read.failure };
			if (read.value === undefined)
				return notFound(VENDOR, 'workflow', asked.id, { httpCode: 404 });
			const own = Object.entries(read.value).filter(([key]) => !OWN.test(key));
			return {
				method: 'PUT',
				path: path(asked),
				body: { ...Object.fromEntries(own), enabled },
				idempotent: true,
			};
		},
	});
}

/** Run: a workflow that is callable starts with these inputs, and nobody waits for its end (kustomer 11, row on calls). */
const run = defineOperation({
	name: 'Run',
	value: 'run',
	action: 'Run workflow',
	description: 'Start a callable workflow of Kustomer with inputs; its result is not waited for',
	input: 'form',
	fields: [plainId, inputs],
	limits: { records: 1 },
	returns: { id: 'string', workflowId: 'string' },
	creates: true,
	async send(session, { records }) {
		const [asked] = records;
		const answer = await session.call({
			method: 'POST',
			path: `${path(asked)}/call`,
			body: { inputs: asked.inputs ?? {} },
		});
		if (!answer.ok) return [failed(answer.failure)];
		const call = textOf(at(answer.body, 'data', 'id'));
		return [{ ok: true, id: call, json: { id: call ?? null, workflowId: asked.id } }];
	},
});

/** Actions on a workflow of Kustomer. */
export const workflowActions: readonly Operation[] = [switched(true), switched(false), run];
