import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

/**
 * A switch that every polling trigger has. n8n stores the trigger's state and the execution one after the other, and does
 * not tell a trigger whether it stored them, nor whether n8n shut down properly. So a trigger can only notice a restart.
 */
export const repeatLast: INodeProperties = {
	displayName: 'Repeat Last Items After Restart',
	name: 'repeatLast',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether to emit the items of the last poll again after n8n restarts, in case they were lost when it was killed',
};

export function repeatsLast(context: IPollFunctions): boolean {
	return context.getNodeParameter(repeatLast.name, false) === true;
}
