/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Not Jest's expect: with hundreds of thousands of checks it takes most of the time.
import { deepStrictEqual, match, ok } from 'node:assert';

import fc, { type Scheduler } from 'fast-check';
import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INodeExecutionData,
	type IPairedItemData,
} from 'n8n-workflow';

import { run } from '../../nodes/shared/run';
import {
	fakeContext,
	inputItems,
	LoggingVendor,
	MOST_PARALLEL,
	MOST_TRIES,
	scenarios,
	type Scenario,
	type Sending,
} from './engineModel';
import { LONGEST, SEED, seededRuns, totalOf } from './share';

// The scheduler alone decides what comes when; a real wait would let every reply arrive before the next batch is sent.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async () => await Promise.resolve(),
}));

const RUNS = seededRuns(20_261_122, 3_000);

type Stop = NodeApiError | NodeOperationError;

/** One run of the node with all its tries, and what is checked after each try. */
class Check {
	readonly items: INodeExecutionData[];
	readonly model: LoggingVendor;
	private words = new Map<number, Sending>();

	constructor(
		readonly scenario: Scenario,
		private readonly scheduler: Scheduler,
	) {
		this.items = inputItems(scenario);
		this.model = new LoggingVendor(scenario, scheduler);
	}

	async try(runIndex: number, number: number): Promise<void> {
		Object.assign(this.model, { runIndex, try: number });
		const context = fakeContext(this.scenario, this.items, runIndex);
		const result = await this.scheduler.waitFor(
			run(context, this.model.limited()).then(
				(outputs) => ({ outputs }),
				(error: unknown) => ({ error }),
			),
		);
		this.sentOnce();
		if ('outputs' in result) this.answered(result.outputs);
		else this.stopped(result.error);
		this.nothingLeft();
		this.inOrder();
		this.planned();
	}

	/** The last word on an item in this run of the node. */
	private last(index: number): Sending | undefined {
		return this.words.get(index);
	}

	private get connected(): boolean {
		return this.model.runIndex > 0 || !this.scenario.noConnection[this.model.try];
	}

	private unreadable(index: number): boolean {
		const flaw = this.scenario.items[index]?.flaw ?? 'none';
		return flaw !== 'none';
	}

	/** Every item is answered exactly once, in order, by what really became of it. */
	private answered(outputs: INodeExecutionData[][]): void {
		deepStrictEqual(outputs?.length, 1);
		const links = outputs[0]!.map(linksOf);
		deepStrictEqual(
			[...links.flat()].sort((a, b) => a - b),
			this.items.map((_, index) => index),
		);
		const first = links.map((link) => link[0]!);
		deepStrictEqual(
			first,
			[...first].sort((a, b) => a - b),
		);
		outputs[0]!.forEach((output, position) => {
			const [index] = links[position] as [number];
			const sending = this.last(index);
			if (sending?.known === 'stored' && sending.shared) {
				deepStrictEqual(output.json, { call: sending.call });
				deepStrictEqual(
					links[position],
					this.items
						.map((_, item) => item)
						.filter((item) => this.last(item)?.shared === sending.shared),
				);
			} else {
				deepStrictEqual(links[position]?.length, 1);
				if (sending?.known === 'stored')
					deepStrictEqual(output.json, { id: sending.id, key: `k${index}` });
				else this.reported(index, sending, output.json);
			}
		});
	}

	/** A failed item says whether it was stored, and is failed for a reason. */
	private reported(index: number, sending: Sending | undefined, json: IDataObject): void {
		deepStrictEqual(this.scenario.carryOn, true);
		match(String(json.error), new RegExp(`\\[item ${index}\\]$`));
		deepStrictEqual((json.details as IDataObject).executed, sending?.known ?? 'no');
		if (sending === undefined && this.connected) deepStrictEqual(this.unreadable(index), true);
	}

	/** The error of Stop mode names a failed item, and lists what was stored: no more and no less. */
	private stopped(error: unknown): void {
		deepStrictEqual(this.scenario.carryOn, false);
		if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) throw error;
		const { context, message, description } = error as Stop;
		const all = this.items.map((_, index) => ({ index, sending: this.last(index) }));
		deepStrictEqual(
			context.written,
			all.flatMap(({ index, sending }) =>
				sending?.known === 'stored' || sending?.known === 'yes'
					? [{ item: index, id: sending.id }]
					: [],
			),
		);
		const unclear = all
			.filter(({ sending }) => sending?.known === 'unknown')
			.map(({ index }) => index);
		const listed =
			/without a clear reply: item ([\d, ]+)/
				.exec(description ?? '')?.[1]
				?.split(',')
				.map(Number) ?? [];
		deepStrictEqual(listed, unclear.slice(0, 20));

		const named = Number(context.itemIndex);
		const failedNow = ({ sending }: { sending?: Sending }) =>
			sending !== undefined &&
			(sending.known === 'unknown' ||
				sending.known === 'yes' ||
				(sending.known === 'no' && sending.try === this.model.try));
		deepStrictEqual(failedNow(all[named]!) || this.unreadable(named) || !this.connected, true);
		// One that was refused together with others, or only had to wait, gives way to one that failed for itself.
		const hasNoOwn = ({ sending }: { sending?: Sending }) =>
			sending?.tooLarge === true || sending?.again === true;
		deepStrictEqual(
			all
				.slice(0, named)
				.some((entry) => failedNow(entry) && (hasNoOwn(all[named]!) || !hasNoOwn(entry))),
			false,
		);
		if (failedNow(all[named]!) && hasNoOwn(all[named]!))
			deepStrictEqual(
				all.some((entry) => failedNow(entry) && !hasNoOwn(entry)),
				false,
			);
		match(String(message), new RegExp(`\\[item ${named}\\]$`));
		deepStrictEqual(
			(context.details as IDataObject).executed,
			failedNow(all[named]!) ? all[named]!.sending!.known : 'no',
		);
	}

	/** Nothing is sent again unless it is certain that it was not stored. */
	private sentOnce(): void {
		this.words = new Map();
		const twice: Sending[] = [];
		for (const sending of this.model.log) {
			if (sending.runIndex !== this.model.runIndex) continue;
			const before = this.last(sending.item);
			// One try repeats only what came with too many others, and what the vendor says it has not carried out.
			if (
				before &&
				(before.known !== 'no' || (before.try === sending.try && !before.tooLarge && !before.again))
			)
				twice.push(sending);
			this.words.set(sending.item, sending);
		}
		deepStrictEqual(twice, []);
	}

	/** With Continue every readable item was sent, alone if need be and some are taken alone, and what was refused is sent again by the next try. */
	private nothingLeft(): void {
		if (!this.scenario.carryOn || !this.connected) return;
		const left = this.items.filter((_, index) => {
			const sending = this.last(index);
			return (
				!this.unreadable(index) &&
				(sending === undefined ||
					this.givenUpEarly(sending) ||
					(sending.tooLarge && this.scenario.vendorRecords > 0) ||
					(sending.known === 'no' && sending.try !== this.model.try))
			);
		});
		deepStrictEqual(left, []);
	}

	/** What was not carried out is sent as often as the session allows, even if it was split from others meanwhile. */
	private givenUpEarly(last: Sending): boolean {
		if (!last.again || last.try !== this.model.try) return false;
		const sent = this.model.log.filter(
			({ item, runIndex, try: number, tooLarge }) =>
				item === last.item && runIndex === last.runIndex && number === last.try && !tooLarge,
		);
		return sent.length < MOST_TRIES;
	}

	/** A later item about a record is sent after the earlier ones are done with. */
	private inOrder(): void {
		const sent = this.model.log.filter(
			({ runIndex, try: number, about }) =>
				about !== undefined && runIndex === this.model.runIndex && number === this.model.try,
		);
		for (const record of new Set(sent.map(({ about }) => about))) {
			const indexes = sent.filter(({ about }) => about === record).map(({ item }) => item);
			deepStrictEqual(
				indexes,
				[...indexes].sort((a, b) => a - b),
			);
		}
	}

	/** Batches keep the limits, and hold records in order and with the same options. */
	private planned(): void {
		const { batchSize, records, bytes, recordsB, parallel } = this.scenario;
		ok(this.model.mostAtOnce <= parallel);
		for (const batch of this.model.batches.filter(
			({ runIndex, try: number }) => runIndex === this.model.runIndex && number === this.model.try,
		)) {
			const indexes = batch.records.map(({ key }) => Number(String(key).slice(1)));
			deepStrictEqual(
				indexes,
				[...indexes].sort((a, b) => a - b),
			);
			const about = batch.records.flatMap((record) => record.about ?? []);
			deepStrictEqual(new Set(about).size, about.length);
			deepStrictEqual(
				batch.records,
				indexes.map((index) => ({ ...this.items[index]!.json, mode: batch.options.mode })),
			);
			ok(
				batch.records.length <=
					Math.min(batchSize ?? records, records, batch.options.mode === 'b' ? recordsB : records),
			);
			if (bytes !== undefined) ok(Buffer.byteLength(JSON.stringify(batch.records)) <= bytes);
		}
	}
}

function linksOf({ pairedItem }: INodeExecutionData): number[] {
	return [pairedItem as IPairedItemData | IPairedItemData[]].flat().map(({ item }) => item);
}

describe('the engine, whatever happens', () => {
	it(
		`keeps order, links and every record, and repeats nothing that may be stored (${totalOf(RUNS)} runs, seed ${SEED})`,
		async () => {
			let runs = 0;
			const met = new Set<string>();
			let atOnce = 0;
			let resent = 0;
			const property = fc.asyncProperty(scenarios, fc.scheduler(), async (scenario, scheduler) => {
				const check = new Check(scenario, scheduler);
				for (let number = 0; number < scenario.tries; number++) await check.try(0, number);
				// The same items once more, in another run of the node, as in a loop: nothing counts as done.
				await check.try(1, 0);
				runs += 1;
				resent += check.model.log.filter(({ again }) => again).length;
				atOnce = Math.max(atOnce, check.model.mostAtOnce);
				for (const { known, try: number } of check.model.log) met.add(`${known} in try ${number}`);
			});
			for (const { seed, count } of RUNS) await fc.assert(property, { seed, numRuns: count });
			expect(runs).toBe(totalOf(RUNS));
			expect(atOnce).toBe(MOST_PARALLEL);
			expect(resent).toBeGreaterThan(1000);
			// The scenarios reach what they are meant to reach.
			for (const known of ['stored', 'no', 'yes', 'unknown'])
				for (const number of [0, 1, 2]) expect(met).toContain(`${known} in try ${number}`);
		},
		LONGEST,
	);
});
