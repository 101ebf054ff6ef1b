import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Outcome } from '../base/errors';
import { isTool } from '../base/tool';

/** The outcomes of all tries in one run of a node. */
interface Tried {
	run: string;
	marks: readonly object[];
	outcomes: ReadonlyArray<Outcome | undefined>;
}

// n8n's Retry On Fail calls execute() again with the very same item objects. A tool gets the very same arguments in new
// items, each time as a new run. An entry is garbage-collected with them.
// One entry per run, by its first item: one per item costs measurable time at 100,000 items.
const tries = new WeakMap<object, Tried>();

/**
 * The outcomes of a run, one for each item, kept for the next try of Retry On Fail.
 * @returns a list to fill in. It starts with the outcomes of an earlier try that must not be repeated, because something
 * was or may have been stored
 */
export function openLedger(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Array<Outcome | undefined> {
	const tool = isTool(context);
	const run = [
		context.getExecutionId(),
		context.getNode().id,
		tool ? 'tool' : String(context.getWorkflowDataProxy(0).$runIndex),
	].join('|');
	const marks = tool ? items.map(({ json }) => json) : items;
	const [first] = marks;
	if (first === undefined) return [];
	const earlier = tries.get(first);
	const outcomes = marks.map((mark, index) => {
		const outcome =
			earlier?.run === run && earlier.marks[index] === mark ? earlier.outcomes[index] : undefined;
		return outcome && isFinal(outcome) ? outcome : undefined;
	});
	tries.set(first, { run, marks, outcomes });
	return outcomes;
}

function isFinal(outcome: Outcome): boolean {
	return outcome.ok || outcome.failure.executed !== 'no';
}
