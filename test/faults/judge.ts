import type { INodeExecutionData } from 'n8n-workflow';

import type { RunResult } from '../harness/workflow';

/** What a run says of one input item. */
export type Claim =
	| { says: 'written'; id?: unknown }
	| { says: 'no' }
	| { says: 'unknown' }
	| { says: 'nothing' };

export type OnError = 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';

/** What was found when the claims of a run were held against what was stored. */
export interface Verdict {
	claims: Claim[];
	/** Items whose record is missing although they say it is there, or that do not own up to a stored one. */
	lost: number[];
	/** Items whose record was stored more than once. */
	duplicated: number[];
	/** Everything else that is not as promised. */
	wrong: string[];
}

/** Ids of the stored records of each item. */
export type Stored = ReadonlyArray<readonly unknown[]>;

/** Compares what a run says of its items with what was stored. */
export function judge(
	result: Pick<RunResult, 'items' | 'errors' | 'error'>,
	onError: OnError,
	stored: Stored,
): Verdict {
	const wrong: string[] = [];
	const claims =
		onError === 'stopWorkflow' && result.error
			? stopClaims(result, stored.length, wrong)
			: itemClaims(result, onError, stored.length, wrong);
	const lost: number[] = [];
	const duplicated: number[] = [];
	claims.forEach((claim, item) => {
		const ids = stored[item] ?? [];
		if (ids.length > 1) duplicated.push(item);
		if (claim.says === 'written' ? ids.length === 0 : ids.length > 0 && claim.says !== 'unknown')
			lost.push(item);
		if (claim.says === 'nothing') wrong.push(`item ${item} is not accounted for`);
		// Where the service names no ID, nothing stands in its place.
		if (claim.says === 'written' && !ids.some((id) => (id ?? null) === (claim.id ?? null)))
			wrong.push(
				`item ${item} has the id ${String(claim.id)}, but ${ids.join() || 'none'} is stored`,
			);
	});
	return { claims, lost, duplicated, wrong };
}

/** In Stop mode the error tells what was written and what is unclear; all else was not sent. */
function stopClaims(
	{ items, errors, error }: Pick<RunResult, 'items' | 'errors' | 'error'>,
	count: number,
	wrong: string[],
): Claim[] {
	const claims: Claim[] = Array.from({ length: count }, () => ({ says: 'no' }));
	const { written, unclear, itemIndex } = (error?.context ?? {}) as {
		written?: Array<{ item: number; id: unknown }>;
		unclear?: number[];
		itemIndex?: number;
	};
	if (items.length + errors.length > 0) wrong.push('a stopped run has output');
	if (!written || !unclear || itemIndex === undefined)
		wrong.push('the error does not tell the item, what was written and what is unclear');
	for (const { item, id } of written ?? []) claims[item] = { says: 'written', id };
	for (const item of unclear ?? []) {
		if (claims[item]?.says !== 'no')
			wrong.push(`item ${item} is both written and unclear, or none of the input`);
		claims[item] = { says: 'unknown' };
	}
	return claims;
}

function itemClaims(
	{ items, errors, error }: Pick<RunResult, 'items' | 'errors' | 'error'>,
	onError: OnError,
	count: number,
	wrong: string[],
): Claim[] {
	const claims: Claim[] = Array.from({ length: count }, () => ({ says: 'nothing' }));
	if (error && onError !== 'stopWorkflow')
		wrong.push(`the node threw in ${onError}: ${error.message}`);
	for (const [output, failures] of [
		[items, onError === 'continueRegularOutput'],
		[errors, true],
	] as const) {
		let last = -1;
		for (const item of output) {
			const index = (item.pairedItem as { item: number } | undefined)?.item ?? -1;
			const known = claims[index];
			if (known === undefined) {
				wrong.push(`an output item has the link ${JSON.stringify(item.pairedItem)}`);
				continue;
			}
			if (known.says !== 'nothing') wrong.push(`item ${index} comes out twice`);
			if (index <= last) wrong.push(`item ${index} comes out after item ${last}`);
			last = index;
			claims[index] = claimOf(item, index, failures, output === errors, wrong);
		}
	}
	return claims;
}

function claimOf(
	{ json }: INodeExecutionData,
	index: number,
	mayFail: boolean,
	mustFail: boolean,
	wrong: string[],
): Claim {
	if (json.error === undefined) {
		if (mustFail) wrong.push(`item ${index} is on the error output without an error`);
		return { says: 'written', id: json.id };
	}
	if (!mayFail) wrong.push(`item ${index} failed, but is on the success output`);
	const { executed, id } = (json.details ?? {}) as { executed?: unknown; id?: unknown };
	if (
		typeof json.error !== 'string' ||
		typeof json.message !== 'string' ||
		!json.error.endsWith(`[item ${index}]`)
	)
		wrong.push(`item ${index} has no clear error: ${JSON.stringify(json)}`);
	if (executed === 'no' || executed === 'unknown') return { says: executed };
	// The record was stored, and a later step failed.
	if (executed === 'yes') return { says: 'written', id };
	wrong.push(`item ${index} does not tell whether it was executed`);
	return { says: 'nothing' };
}
