import {
	deepCopy,
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type IPairedItemData,
} from 'n8n-workflow';

import { bounded, type Failure, type Outcome } from '../base/errors';
import type { Operation } from '../form/operation';

/** Maximum number of written records in the text of an error. */
const LISTED = 20;
/** Maximum number of written records in the context of an error, which n8n stores with the execution. */
const KEPT = 1_000;

/**
 * Turns outcomes into items, in input order, each linked to its input item. A failed record becomes `{ error, message,
 * details }`, the only shape that keeps its details in every On Error mode. Outcomes that share a result become one item,
 * linked to all their inputs; each row becomes an item.
 * @param errorOutput true if failed items go to a separate error output
 */
export function settle(outcomes: readonly Outcome[], errorOutput = false): INodeExecutionData[] {
	const items: INodeExecutionData[] = [];
	const shared = new Map<object, IPairedItemData[]>();
	const given = new Set<object>();
	// Several items may have requested the same record. Copy it, because later nodes may change one item's JSON.
	const ownJson = (json: IDataObject): IDataObject => {
		if (given.has(json)) return deepCopy(json);
		given.add(json);
		return json;
	};
	outcomes.forEach((outcome, item) => {
		if (!outcome.ok) {
			items.push(failedItem(outcome.failure, item, errorOutput));
		} else if ('rows' in outcome) {
			for (const json of outcome.rows) items.push({ json: ownJson(json), pairedItem: { item } });
		} else if (outcome.binary !== undefined) {
			items.push({ json: ownJson(outcome.json), binary: outcome.binary, pairedItem: { item } });
		} else if (outcome.sharedBy === undefined) {
			items.push({ json: ownJson(outcome.json), pairedItem: { item } });
		} else {
			const links = shared.get(outcome.sharedBy) ?? [];
			if (links.length === 0) items.push({ json: outcome.json, pairedItem: links });
			shared.set(outcome.sharedBy, links);
			links.push({ item });
		}
	});
	return items;
}

function failedItem(failure: Failure, item: number, errorOutput: boolean): INodeExecutionData {
	const json = failureJson(failure, item);
	const failed: INodeExecutionData = { json, pairedItem: { item } };
	// n8n 1 sends only items with an `error` to the error output, and then reduces them to its message unless a copy has lost
	// it. So make it non-enumerable.
	return errorOutput
		? Object.defineProperty(failed, 'error', { value: { message: json.error }, enumerable: false })
		: failed;
}

/** The JSON of an error item. n8n keeps the details only if the item has exactly these three keys. */
export function failureJson(given: Failure, item: number): IDataObject {
	const failure = bounded(given);
	return {
		error: `${failure.message} [item ${item}]`,
		message: failure.description ?? failure.message,
		details: failureDetails(failure),
	};
}

function failureDetails({
	httpCode,
	code,
	field,
	id,
	traceId,
	executed,
	cause,
}: Failure): IDataObject {
	const retryAfterMs = cause && 'retryAfterMs' in cause ? cause.retryAfterMs : undefined;
	const details = { httpCode, code, field, id, traceId, executed, retryAfterMs };
	return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

/** A failure as n8n's error. */
export function nodeError(node: INode, failure: Failure): NodeApiError | NodeOperationError {
	return errorOf(node, bounded(failure));
}

function errorOf(
	node: INode,
	{ message, description, httpCode, cause, input }: Failure,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const error = input
		? new NodeOperationError(node, message, { description, itemIndex })
		: new NodeApiError(
				node,
				{ message },
				{ message, description, itemIndex, httpCode: httpCode?.toString(), failure: cause },
			);
	// n8n replaces some messages with its own text.
	error.message = message;
	return error;
}

/**
 * The error that stops the workflow: names the first failed item and what was written before it.
 */
export function stopError(
	context: IExecuteFunctions,
	outcomes: ReadonlyArray<Outcome | undefined>,
	{ reads = false, runAgain = '' }: Pick<Partial<Operation>, 'reads' | 'runAgain'> = {},
): NodeApiError | NodeOperationError {
	// A whole-batch refusal may be another item's fault, and an item that only had to wait did not stop the run. Blame these
	// only if no item has a failure of its own.
	const own = outcomes.findIndex(
		(outcome) =>
			outcome !== undefined &&
			!outcome.ok &&
			outcome.failure.splittable !== true &&
			outcome.failure.notCarriedOut !== true,
	);
	const itemIndex =
		own >= 0 ? own : outcomes.findIndex((outcome) => outcome !== undefined && !outcome.ok);
	const outcome = outcomes[itemIndex];
	const failure = bounded(
		outcome && !outcome.ok
			? outcome.failure
			: { message: 'The run was stopped', executed: 'unknown' },
	);
	const written = reads
		? []
		: outcomes.flatMap((entry, item) =>
				entry && isStored(entry) ? [{ item, id: idOf(entry) ?? null }] : [],
			);
	const unclear = outcomes.flatMap((entry, item) =>
		entry && !entry.ok && entry.failure.executed === 'unknown' ? [item] : [],
	);
	const message = `${failure.message} [item ${itemIndex}]`;
	const isThere = outcomes.some((entry) => entry && !entry.ok && entry.failure.alreadyThere);
	// While something is unclear, or a job of the service may still be writing, a new run might not find what this one writes.
	const isOver =
		unclear.length === 0 &&
		!outcomes.some((entry) => entry?.ok && 'sharedBy' in entry && entry.sharedBy !== undefined);
	const description = [
		failure.description,
		reads ? '' : writtenText(written, isThere),
		unclearText(unclear),
		reads ? '' : restText(outcomes, itemIndex),
		isOver && written.length > 0 && !isThere ? runAgain : '',
	]
		.filter(Boolean)
		.join('\n');
	const error = errorOf(context.getNode(), { ...failure, message, description }, itemIndex);
	error.context.itemIndex = itemIndex;
	error.context.details = failureDetails(failure);
	error.context.written = written.slice(0, KEPT);
	error.context.writtenCount = written.length;
	error.context.unclear = unclear.slice(0, KEPT);
	error.context.unclearCount = unclear.length;
	return error;
}

function idOf(outcome: Outcome): string | undefined {
	if (!outcome.ok) return outcome.failure.id;
	return 'rows' in outcome ? undefined : outcome.id;
}

/** True if a record was stored, even if something failed afterwards. */
function isStored(outcome: Outcome): boolean {
	if (!outcome.ok) return outcome.failure.executed === 'yes';
	return outcome.unchanged !== true;
}

/**
 * @param isThere true if an earlier run may have written the records that stopped this one
 */
function writtenText(
	written: ReadonlyArray<{ item: number; id: string | null }>,
	isThere: boolean,
): string {
	if (written.length === 0)
		return isThere
			? "This run has written nothing. An earlier run may have, because a record with this item's key exists."
			: 'Nothing was written before this item stopped the run.';
	const listed = written
		.slice(0, LISTED)
		.map(({ item, id }) => `item ${item}${id === null ? '' : ` (id ${id})`}`);
	const more = written.length > LISTED ? ` and ${written.length - LISTED} more` : '';
	return `Already written: ${listed.join(', ')}${more}.`;
}

function unclearText(unclear: readonly number[]): string {
	if (unclear.length === 0) return '';
	const listed = unclear.slice(0, LISTED).join(', ');
	return `Sent, but without a clear reply: item ${listed}${unclear.length > LISTED ? ` and ${unclear.length - LISTED} more` : ''}.`;
}

/** How many items were not written besides the one that stopped the run. Items without an outcome were never sent. */
function restText(outcomes: ReadonlyArray<Outcome | undefined>, itemIndex: number): string {
	const refused = outcomes.filter(
		(outcome, item) =>
			item !== itemIndex && outcome && !outcome.ok && outcome.failure.executed === 'no',
	).length;
	const unsent = outcomes.filter((outcome) => outcome === undefined).length;
	return [
		refused === 0 ? '' : `Not written either: ${counted(refused)}.`,
		unsent === 0 ? '' : `Not sent: ${counted(unsent)}.`,
	]
		.filter(Boolean)
		.join(' ');
}

function counted(items: number): string {
	return `${items} ${items === 1 ? 'item' : 'items'}`;
}
