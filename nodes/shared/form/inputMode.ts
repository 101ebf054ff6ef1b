import type { Operation } from './operation';

/** How a record is given: field by field, as the item's JSON, or as JSON in one parameter. */
export type InputMode = 'define' | 'autoMap' | 'json';

/**
 * The default mode of a form. Without fields there is nothing to fill in, and a tool has no item to map: an AI agent's item
 * holds the agent's own data, such as `chatInput` and `toolCallId`.
 */
export function defaultInputMode({ fields }: Pick<Operation, 'fields'>, tool: boolean): InputMode {
	if (fields.length > 0) return 'define';
	return tool ? 'json' : 'autoMap';
}
