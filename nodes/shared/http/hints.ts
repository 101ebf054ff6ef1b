import type { NodeContext } from './http';
import { redactedIn } from './secrets';

/** Maximum number of hints in one execution; more would bury the output. */
const MOST = 10;

const shown = new WeakMap<object, Set<string>>();

/**
 * Shows a hint above the output of this execution, about something that succeeded but not quite as the user may expect.
 * Each text is shown once. Forms, polls and n8n versions without hints show none.
 * @param text plain text; escaped, because n8n renders HTML
 */
export function addHint(context: NodeContext, text: string): void {
	if (!('addExecutionHints' in context) || typeof context.addExecutionHints !== 'function') return;
	const texts = shown.get(context) ?? new Set<string>();
	shown.set(context, texts);
	const message = redactedIn(context, text);
	if (texts.has(message) || texts.size >= MOST) return;
	texts.add(message);
	context.addExecutionHints({
		message: message.replace(/&/g, '&amp;').replace(/</g, '&lt;'),
		location: 'outputPane',
	});
}
