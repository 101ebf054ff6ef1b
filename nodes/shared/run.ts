import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failed, InputError, notConnected, type Failure, type Outcome } from './errors';
import { openFiles } from './files';
import { inOrder } from './inOrder';
import { openLedger } from './ledger';
import { disownShared, sendAndLookUp } from './lookUp';
import type { Vendor, Operation } from './operation';
import { readRunOptions, type RunOptions } from './options';
import { shaped } from './output';
import { planBatches, readingFailure } from './plan';
import { recordReader } from './read';
import { cleanFailure, cleanOutcome } from './secrets';
import { sendBatches } from './send';
import type { Session } from './session';
import { settle, stopError } from './settle';

/**
 * Runs the chosen operation of a vendor over all input items.
 * @returns the node's one output
 * @throws in Stop mode only, naming the first failed item and what was already written
 */
export async function run(context: IExecuteFunctions, vendor: Vendor): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	const outcomes = openLedger(context, items);
	let operation: Operation | undefined;
	try {
		operation = chosenOperation(context, vendor);
		await fill(context, vendor, operation, items, outcomes);
	} catch (error) {
		// n8n would take a node that throws while it is to carry on for one that hands its input on.
		const failure = cleanFailure(context, readingFailure(error));
		items.forEach((_, index) => (outcomes[index] ??= failed(failure)));
	}
	if (!context.continueOnFail() && outcomes.some((outcome) => outcome === undefined || !outcome.ok)) {
		throw stopError(context, outcomes, operation?.reads);
	}
	return [settle(outcomes as Outcome[], context.getNode().onError === 'continueErrorOutput')];
}

/** Sends what is not done yet, and writes down what became of it. */
async function fill(
	context: IExecuteFunctions,
	vendor: Vendor,
	operation: Operation,
	items: INodeExecutionData[],
	outcomes: Array<Outcome | undefined>,
): Promise<void> {
	const open = items.map((_, index) => index).filter((index) => outcomes[index] === undefined);
	const carryOn = context.continueOnFail();
	let halted = !carryOn && outcomes.some((outcome) => outcome !== undefined && !outcome.ok);
	if (open.length === 0 || halted) return;
	const options = readRunOptions(context, vendor.parallel);
	const record = (index: number, given: Outcome) => {
		const outcome = cleanOutcome(context, given);
		outcomes[index] = outcome;
		if (!outcome.ok && !carryOn) halted = true;
	};
	const session = await connect(context, vendor, options);
	if ('failure' in session) {
		for (const index of open) record(index, failed(session.failure));
		return;
	}
	const files = openFiles(context);
	const batches = planBatches({
		items: open,
		read: recordReader(context, operation, items),
		limits: { ...operation.limits, records: Math.min(options.batchSize ?? operation.limits.records, operation.limits.records) },
		onFailure(index, failure) {
			record(index, failed(failure));
			return !halted;
		},
	});
	await sendBatches({
		batches,
		parallel: options.parallel * (operation.batchesPerRequest ?? 1),
		send: async (batch) => await sendAndLookUp(operation, session, batch, files),
		turns: operation.changed && inOrder(operation.changed),
		onOutcomes(batch, results) {
			batch.items.forEach((index, position) => {
				const result = results[position];
				if (result) record(index, shaped(operation, result, batch.settings));
			});
		},
		stopped: () => halted || session.cancelled(),
	});
	if (session.cancelled()) {
		for (const index of open) outcomes[index] ??= failed({ message: 'The execution was cancelled before this item was sent', executed: 'no' });
	}
	if (operation.creates) disownShared(outcomes);
}

async function connect(context: IExecuteFunctions, vendor: Vendor, options: RunOptions): Promise<Session | { failure: Failure }> {
	try {
		return await vendor.connect(context, options);
	} catch (error) {
		return { failure: notConnected(vendor.name, error, 'Check the credential of this node.') };
	}
}

function chosenOperation(context: IExecuteFunctions, vendor: Vendor): Operation {
	const resource = context.getNodeParameter('resource', 0) as string;
	const operation = context.getNodeParameter('operation', 0) as string;
	const found = vendor.resources
		.find((entry) => entry.value === resource)
		?.operations.find((entry) => entry.value === operation);
	if (!found) throw new InputError(`'Operation' has the unknown value "${operation}" for resource "${resource}"`, 'operation', 'Choose an operation from the list.');
	return found;
}
