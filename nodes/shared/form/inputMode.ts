import type { Operation } from './operation';

/** How a record is given: field by field, as the item's own JSON, or as JSON in one parameter. */
export type InputMode = 'define' | 'autoMap' | 'json';

/**
 * The mode of a form that was only opened. Without fields there is nothing to fill in, and a tool has no item to map:
 * the item of an AI agent holds what the agent runs on, such as `chatInput` and `toolCallId`.
 */
export function defaultInputMode({ fields }: Pick<Operation, 'fields'>, tool: boolean): InputMode {
	if (fields.length > 0) return 'define';
	return tool ? 'json' : 'autoMap';
}
