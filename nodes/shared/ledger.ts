import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Outcome } from './errors';

// n8n's Retry On Fail runs execute() again with the very same item objects; the entries die with the items.
// One small entry per item: a hundred thousand maps would be felt.
const done = new WeakMap<INodeExecutionData, { run: string; outcome: Outcome }>();

/** What is already done for the items of one run of one node, across the tries of Retry On Fail. */
export interface Ledger {
	/** What an earlier try did for this item, if it may not be done again. */
	find(item: INodeExecutionData): Outcome | undefined;
	/** Keeps what must not be repeated: what was stored, and what may have been. */
	keep(item: INodeExecutionData, outcome: Outcome): void;
}

/** Opens the ledger of this run of this node. */
export function openLedger(context: IExecuteFunctions): Ledger {
	const run = [context.getExecutionId(), context.getNode().id, String(context.getWorkflowDataProxy(0).$runIndex)].join('|');
	return {
		find(item) {
			const entry = done.get(item);
			return entry?.run === run ? entry.outcome : undefined;
		},
		keep(item, outcome) {
			if (outcome.ok || outcome.failure.executed !== 'no') done.set(item, { run, outcome });
		},
	};
}
