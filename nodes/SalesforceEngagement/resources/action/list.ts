import { failed, found } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { choice } from '../../../shared/form/fields';
import { apiVersion } from '../../fields/apiVersion';
import { actionsOf } from '../../metadata';

const kind = {
	...choice(
		'actionKind',
		'Kind',
		[
			{ name: 'Flow', value: 'custom/flow', description: 'Flows that are started by others' },
			{ name: 'Apex', value: 'custom/apex', description: 'Invocable methods of Apex classes' },
			{ name: 'Standard', value: 'standard', description: 'Actions that come with Salesforce' },
		],
		{ default: 'custom/flow' },
	),
	upFront: true,
};

/** Get Many: the actions of the org. The form of the reply is from memory (salesforce-engagement 16). */
export const listActions = defineOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many actions',
	description: 'List the flows or other actions of the org that can be run',
	input: 'form',
	reads: true,
	fields: [kind],
	options: [apiVersion],
	limits: { records: 1 },
	returns: { name: 'string', label: 'string', type: 'string', path: 'string' },
	async send(session, { records: [asked] }) {
		const actions = await actionsOf(session, String(asked.actionKind ?? 'custom/flow'));
		return [actions.ok ? found(actions.value.map((one) => ({ ...one }))) : failed(actions.failure)];
	},
});
