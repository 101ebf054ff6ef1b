import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failed, InputError, notConnected, type Failure, type Outcome } from './base/errors';
import { openFiles } from './formats/files';
import { identified } from './settle/identify';
import { isObject } from './base/values';
import { givenBy } from './read/given';
import { learnFields } from './read/learnFields';
import { openLedger } from './settle/ledger';
import { ifNothingFound } from './form/nothingFound';
import type { Vendor, Operation } from './form/operation';
import { readRunOptions } from './form/options';
import { shaped } from './form/output';
import type { RunOptions } from './http/runOptions';
import { planBatches, readingFailure, type PlannedBatch } from './send/plan';
import { recordReader } from './read/read';
import { disownShared, sendAndRecover } from './send/recovery';
import { cleanFailure, cleanOutcome } from './http/secrets';
import { sendBatches } from './send/send';
import type { Session } from './http/session';
import { settle, stopError } from './settle/settle';
import { textSharing } from './settle/shareTexts';

/**
 * Runs the chosen operation of a vendor over all input items.
 * @returns the node's one output
 * @throws NodeApiError or NodeOperationError in Stop mode only, naming the first failed item and what was already written
 */
export async function run(
	context: IExecuteFunctions,
	vendor: Vendor,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	const outcomes = openLedger(context, items);
	let operation: Operation | undefined;
	try {
		operation = chosenOperation(context, vendor);
		await fill(context, vendor, operation, items, outcomes);
	} catch (error) {
		// If we threw here with On Error set to Continue, n8n would pass the input through as if the node had succeeded. Record
		// the failure on every item instead.
		const failure = cleanFailure(context, readingFailure(error));
		items.forEach((_, index) => (outcomes[index] ??= failed(failure)));
	}
	if (
		!context.continueOnFail() &&
		outcomes.some((outcome) => outcome === undefined || !outcome.ok)
	) {
		throw stopError(context, outcomes, operation);
	}
	for (const outcome of operation?.awaitsResponse ? outcomes : [])
		if (outcome?.ok && 'json' in outcome && outcome.waitTill) {
			await context.putExecutionToWait(outcome.waitTill);
			// If the wait ends without an answer, n8n outputs the input items.
			return [items];
		}
	return [settle(outcomes as Outcome[], context.getNode().onError === 'continueErrorOutput')];
}

/** Sends the items that have no outcome yet and records their outcomes. */
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
	let usedUp: Failure | undefined;
	if (open.length === 0 || halted) return;
	if (operation.awaitsResponse) {
		if (items.length > 1) throw tooManyToWaitFor(items.length);
		refuseEarlierAnswer(items[0]);
	}
	const options = readRunOptions(context, vendor.parallel);
	const note = (index: number, result: Outcome) =>
		(outcomes[index] = cleanOutcome(context, result));
	const record = (index: number, result: Outcome) => {
		const outcome = note(index, result);
		if (outcome.ok) return;
		if (!carryOn) halted = true;
		// A quota is not restored within a run, so every further request would be refused.
		if (outcome.failure.cause?.cause === 'quota-exhausted' && outcome.failure.executed === 'no')
			usedUp ??= outcome.failure;
	};
	const session = await connect(context, vendor, options);
	if ('failure' in session) {
		for (const index of open) record(index, failed(session.failure));
		return;
	}
	const files = openFiles(context);
	const given = givenBy(context, operation, items);
	const learned = await learnFields(context, vendor, operation, session, given, open);
	const batches = planBatches({
		...operation,
		items: open,
		read: recordReader(context, operation, given, learned),
		limits: {
			...operation.limits,
			records: Math.min(options.batchSize ?? operation.limits.records, operation.limits.records),
			...(options.batchSize === undefined ? {} : { recordsFor: undefined }),
		},
		onFailure(index, failure) {
			// End the plan, but not the batches under way: they must not suffer from an item that is not in them.
			note(index, failed(failure));
			return carryOn;
		},
	});
	const handedOver = new Uint8Array(items.length);
	if (operation.awaitsResponse) requireSignature(context);
	const resumeUrl = (parameters: Record<string, string>) => context.getSignedResumeUrl(parameters);
	const asked = (batch: PlannedBatch) =>
		operation.awaitsResponse ? { ...batch, resumeUrl } : batch;
	try {
		await sendBatches({
			batches,
			parallel: options.parallel * (operation.batchesPerRequest ?? 1),
			async send(batch) {
				for (const index of batch.items) handedOver[index] = 1;
				return await sendAndRecover(operation, session, asked(batch), files);
			},
			retryIn: session.retryIn,
			wait: session.wait,
			givenUp: session.givenUp,
			onOutcomes(batch, results) {
				const shareTexts = textSharing();
				batch.items.forEach((index, position) => {
					const result = results[position];
					if (result)
						record(index, shareTexts(presented(vendor, operation, batch, position, result)));
				});
			},
			stopped: () => halted || usedUp !== undefined || session.cancelled(),
		});
	} finally {
		session.finish?.();
		// Items that were handed over may be stored, whatever interrupted the sending.
		for (const index of open)
			if (handedOver[index] === 1)
				outcomes[index] ??= failed({
					message: 'No result came back for this item',
					description: 'Check whether the record exists before you send it again.',
					executed: 'unknown',
				});
	}
	const unsent: Failure | undefined = session.cancelled()
		? { message: 'The execution was cancelled before this item was sent', executed: 'no' }
		: carryOn
			? usedUp
			: undefined;
	if (unsent) for (const index of open) outcomes[index] ??= failed(unsent);
	for (const hint of [...learned.hints(), ...(operation.hints?.(session) ?? [])])
		session.hint(hint);
	if (operation.creates) disownShared(outcomes);
}

/** An execution can wait for one answer only, so answers to several messages could not be told apart. */
function tooManyToWaitFor(count: number): InputError {
	return new InputError(
		`The node can wait for one message at a time, but there are ${count} items`,
		undefined,
		"Switch on 'Execute Once' in the node's settings to ask once for all, or put a 'Loop Over Items' node before it.",
	);
}

/**
 * If nobody answers in time, n8n passes the item on unchanged, so the answer to an earlier message in it would look like
 * the answer to this one.
 * @throws InputError if the item holds such an answer
 */
function refuseEarlierAnswer(item: INodeExecutionData | undefined): void {
	const data = item?.json.data;
	const name = ['approved', 'respondedAt'].find((key) => isObject(data) && key in data);
	if (name === undefined) return;
	throw new InputError(
		`The item holds the answer to an earlier message in 'data.${name}', which would look like an answer to this one if nobody answers in time`,
		undefined,
		"Put an 'Edit Fields' node before this one to rename 'data' or leave it out.",
	);
}

/** An outcome as the user wants to see it. If that throws, the plain outcome is returned: a completed write must not look like a failure. */
function presented(
	vendor: Vendor,
	operation: Operation,
	{ records, options }: PlannedBatch,
	position: number,
	outcome: Outcome,
): Outcome {
	try {
		return identified(
			operation,
			ifNothingFound(vendor.name, shaped(operation, outcome, options), options),
			records[position],
		);
	} catch {
		return outcome;
	}
}

async function connect(
	context: IExecuteFunctions,
	vendor: Vendor,
	options: RunOptions,
): Promise<Session | { failure: Failure }> {
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
	if (!found)
		throw new InputError(
			`'Operation' has the unknown value "${operation}" for resource "${resource}"`,
			'operation',
			'Choose an operation from the list.',
		);
	return found;
}

/** n8n 1 checks the signature of an answer's link only if the node asks for it; newer versions always do, and lack the method. */
function requireSignature(
	context: IExecuteFunctions & { setSignatureValidationRequired?(): void },
) {
	context.setSignatureValidationRequired?.();
}
