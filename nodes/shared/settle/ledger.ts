import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Outcome } from '../base/errors';
import { isTool } from '../base/tool';

/** The outcomes of all tries in one run of one node. */
interface Tried {
	run: string;
	marks: readonly object[];
	outcomes: ReadonlyArray<Outcome | undefined>;
}

// n8n's Retry On Fail runs execute() again with the very same item objects, and a tool with the very same arguments
// in new ones, each time as a new run; an entry dies with them.
// One entry for each run, by its first item: one for each of a hundred thousand items would be felt.
const tries = new WeakMap<object, Tried>();

/**
 * The outcomes of a run, one for each item, kept for the next try of Retry On Fail.
 * @returns a list to be filled in: at first it holds what an earlier try did and what may not be done again, which is
 * what was stored and what may have been
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
