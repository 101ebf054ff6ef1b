import { failed, type Outcome } from '../base/errors';
import type { SentBatch } from '../form/operation';
import type { Files } from '../formats/files';
import type { Session } from '../http/session';
import type { Existing, ExistingRecord } from './existing';

/** What to do with an item whose record already exists. */
export const MODES = ['create', 'skip', 'update', 'fail'] as const;
export type Mode = (typeof MODES)[number];

/** Fills in the outcomes of items whose records already exist, as the user chose. */
export async function settleKnown(
	session: Session,
	{ read, update, conflict }: Existing,
	mode: Mode,
	batch: SentBatch,
	known: ReadonlyArray<ExistingRecord | undefined>,
	outcomes: Array<Outcome | undefined>,
	files: Files,
): Promise<void> {
	const there = part(batch, (position) => known[position] !== undefined);
	if (there.positions.length === 0) return;
	if (mode === 'update' && update) {
		const several = new Set(
			there.positions.filter((position) => known[position]?.json.sameKey !== undefined),
		);
		for (const position of several) outcomes[position] = ambiguous(known[position]);
		const refused = new Set<number>();
		for (const position of there.positions) {
			const record = known[position];
			const failure = record && conflict?.(batch.records[position] ?? {}, record);
			if (!failure || several.has(position)) continue;
			refused.add(position);
			outcomes[position] = failed(failure);
		}
		let open = there.positions.filter(
			(position) => !several.has(position) && !refused.has(position),
		);
		// A request must not hold a record twice, so update in rounds.
		while (open.length > 0) {
			const round = firstOfEach(open, (position) => known[position]?.id);
			open = open.filter((position) => !round.includes(position));
			await updateThese(session, update, batch, round, known, outcomes, files);
		}
		return;
	}
	if (mode === 'fail') {
		for (const position of there.positions) outcomes[position] = isThere(known[position]);
		return;
	}
	const bare = there.positions.flatMap((position) => {
		const record = known[position];
		return record && Object.keys(record.json).length <= 1 ? [record.id] : [];
	});
	const rows =
		read && bare.length > 0 ? await read(session, [...new Set(bare)], batch.options) : undefined;
	for (const position of there.positions) {
		const record = known[position];
		if (!record) continue;
		const row = rows?.ok ? rows.value.get(record.id) : undefined;
		outcomes[position] = {
			ok: true,
			id: record.id,
			wasThere: true,
			unchanged: true,
			json: { ...record.json, ...row, id: record.id, action: 'skipped' },
		};
	}
}

/** The first position of each ID. */
function firstOfEach(positions: readonly number[], idOf: (position: number) => string | undefined) {
	const first = new Map<string | undefined, number>();
	for (const position of positions)
		if (!first.has(idOf(position))) first.set(idOf(position), position);
	return [...first.values()];
}

async function updateThese(
	session: Session,
	update: NonNullable<Existing['update']>,
	batch: SentBatch,
	positions: readonly number[],
	known: ReadonlyArray<ExistingRecord | undefined>,
	outcomes: Array<Outcome | undefined>,
	files: Files,
): Promise<void> {
	const round = part(batch, (position) => positions.includes(position));
	const records = round.batch.records.map((record, index) => ({
		...record,
		id: known[round.positions[index] ?? -1]?.id ?? '',
	}));
	const updated = await update(session, { ...round.batch, records }, files);
	round.positions.forEach((position, index) => {
		outcomes[position] = marked(updated[index], 'updated');
	});
}

function isThere(record: ExistingRecord | undefined): Outcome {
	return failed({
		message: `A record with this key already exists, with the ID ${record?.id ?? ''}`,
		description:
			"Nothing was written for this item. Choose another option in 'If It Exists', or leave the item out.",
		id: record?.id,
		executed: 'no',
		alreadyThere: true,
	});
}

function ambiguous(record: ExistingRecord | undefined): Outcome {
	const ids = (record?.json.sameKey ?? []) as string[];
	return failed({
		message: `${ids.length} records with this key exist, so it is unclear which one to update`,
		description: `Update the right one by its ID: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' and others' : ''}.`,
		id: record?.id,
		executed: 'no',
	});
}

/** The outcome with what was done for the item. */
export function marked<O extends Outcome | undefined>(
	outcome: O,
	action: 'created' | 'updated',
): O {
	return outcome?.ok && 'json' in outcome
		? { ...outcome, wasThere: action === 'updated', json: { ...outcome.json, action } }
		: outcome;
}

/** The part of a batch at the wanted positions. */
export function part(
	{ records, options, items }: SentBatch,
	isWanted: (position: number) => boolean,
): { positions: number[]; batch: SentBatch } {
	const positions = records.map((_, position) => position).filter(isWanted);
	const at = <T>(list: readonly T[]) => positions.map((position) => list[position] as T);
	return { positions, batch: { records: at(records), options, items: at(items) } };
}
