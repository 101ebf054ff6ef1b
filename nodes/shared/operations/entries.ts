import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../base/errors';
import type { Answer } from '../http/session';

/** How to match the entries of a reply with the records that were sent. */
export interface Entries {
	/** The vendor's name in messages. */
	vendor: string;
	/** How many entries the reply must hold. */
	count: number;
	/** The list in the reply's body. */
	list(body: unknown): unknown;
	/** The IDs of the records, if the call names them. An entry that is about another of these records than its position says is not used for that position. */
	ids?: readonly string[];
	/** The ID of the record that an entry is about. */
	idOf?(entry: unknown): string | undefined;
	/** The outcome of a record, from its entry. */
	outcome(entry: unknown, position: number, status: number): Outcome;
}

/**
 * Reads a reply that has one entry for each record, in order.
 * @returns one outcome for each record, which is `unknown` if the entries do not match the records
 */
export function entryOutcomes(answer: Answer, spec: Entries): Outcome[] {
	const { vendor, count, list, ids = [], idOf = () => undefined, outcome } = spec;
	const all = (one: () => Outcome) => Array.from({ length: count }, one);
	if (!answer.ok) return all(() => failed(answer.failure));
	const { status } = answer;
	const entries = list(answer.body);
	if (!Array.isArray(entries) || entries.length !== count)
		return all(() => unmatched(vendor, status));
	const ordered = inOrderOf(ids, entries, idOf);
	const outcomes = ordered.map((entry, position) => outcome(entry, position, status));
	// Only a success names its own record. A refusal may name another record of the batch that it duplicates.
	const isOfAnother = (position: number) => {
		const id = idOf(ordered[position]);
		return (
			outcomes[position]?.ok === true &&
			id !== undefined &&
			id !== ids[position] &&
			ids.includes(id)
		);
	};
	// Once one entry is out of place, entries without an ID cannot be matched either.
	const shuffled = outcomes.some((_, position) => isOfAnother(position));
	return outcomes.map((result, position) =>
		isOfAnother(position) || (shuffled && idOf(ordered[position]) === undefined)
			? unmatched(vendor, status)
			: result,
	);
}

/** Sorts the entries by the records' order if every entry names its record, because not every vendor guarantees the order. */
function inOrderOf(
	ids: readonly string[],
	entries: readonly unknown[],
	idOf: (entry: unknown) => string | undefined,
): readonly unknown[] {
	if (ids.length === 0) return entries;
	const byId = new Map(entries.map((entry) => [idOf(entry), entry]));
	return byId.size === ids.length && ids.every((id) => byId.has(id))
		? ids.map((id) => byId.get(id))
		: entries;
}

/**
 * Sends one call for the records that a batch names by ID; a repeated ID is sent once.
 * @param send sends the call and returns one outcome for each ID
 * @param same maps all forms of one ID to the same string, for a vendor with several forms
 */
export async function forIds(
	records: readonly IDataObject[],
	send: (ids: string[]) => Promise<Outcome[]>,
	same: (id: string) => string = (id) => id,
): Promise<Outcome[]> {
	const ids = new Map<string, string>();
	for (const id of idsOf(records)) if (!ids.has(same(id))) ids.set(same(id), id);
	const outcomes = await send([...ids.values()]);
	const byId = new Map([...ids.keys()].map((key, position) => [key, outcomes[position]]));
	return records.map(
		({ id }) =>
			byId.get(same(String(id))) ??
			failed({ message: 'No result came back for this record', executed: 'unknown' }),
	);
}

/** The IDs of the records, as strings. */
export function idsOf(records: readonly IDataObject[]): string[] {
	return records.map(({ id }) => String(id));
}

/** The outcome if a reply does not say clearly what became of a record. */
export function unmatched(vendor: string, httpCode: number): Outcome {
	return failed({
		message: `${vendor} sent a reply that does not match the records`,
		description: `Look for the records in ${vendor} before you send them again.`,
		httpCode,
		executed: 'unknown',
	});
}
