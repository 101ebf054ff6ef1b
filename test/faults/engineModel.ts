import fc, { type Scheduler } from 'fast-check';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { failed, type Outcome } from '../../nodes/shared/base/errors';
import { text } from '../../nodes/shared/form/fields';
import type { Batch, Vendor } from '../../nodes/shared/form/operation';
import type { Session } from '../../nodes/shared/http/session';

/** What the vendor says about one record: stored, stored with a result of its own or a shared one, refused, not carried out for a reason that passes, or no clear word. */
export type Word =
	| 'stored'
	| 'shared'
	| 'refused'
	| 'notCarriedOut'
	| 'unclear'
	| 'storedWithFault';
/** How a whole call ends; all but `reply` lose what the vendor has said. */
export type CallEnd = 'reply' | 'throws' | 'short' | 'long' | 'empty';
/** What is wrong with an item before it is sent. */
export type Flaw =
	| 'none'
	| 'missing'
	| 'object'
	| 'expression'
	| 'tooLong'
	| 'circular'
	| 'halfCharacter'
	| 'notANumber'
	| 'noIdentity';
const FLAWS: readonly Flaw[] = [
	'missing',
	'object',
	'expression',
	'tooLong',
	'circular',
	'halfCharacter',
	'notANumber',
	'noIdentity',
];

/** How often the engine may send a record that was not carried out. */
export const MOST_TRIES = 3;

export interface ItemSpec {
	flaw: Flaw;
	size: number;
	mode: 'a' | 'b';
	/** The record that the item is about, where several may be about the same one. */
	about: number | undefined;
	/** The vendor's word for the first, second, ... time it is sent; stored after that. */
	words: Word[];
}

export interface Scenario {
	items: ItemSpec[];
	carryOn: boolean;
	/** Tries of Retry On Fail. */
	tries: number;
	/** Tries in which the connection cannot be made. */
	noConnection: boolean[];
	batchSize: number | undefined;
	records: number;
	bytes: number | undefined;
	/** Most records of a call with mode b. */
	recordsB: number;
	/** The vendor answers 413 to more records than this. */
	vendorRecords: number;
	parallel: number;
	/** Ends of the calls, one after the other; `reply` after that. */
	calls: CallEnd[];
}

/** Characters of a text that fits into no call and no field; calls take fewer bytes, but more than any other record has. */
const TOO_LONG = 3000;
export const MOST_PARALLEL = 8;

const item: fc.Arbitrary<ItemSpec> = fc.record({
	flaw: fc.oneof(
		{ weight: 12, arbitrary: fc.constant<Flaw>('none') },
		{ weight: 1, arbitrary: fc.constantFrom(...FLAWS) },
	),
	size: fc.integer({ min: 1, max: 60 }),
	mode: fc.constantFrom('a' as const, 'a' as const, 'a' as const, 'b' as const),
	about: fc.oneof(
		{ weight: 4, arbitrary: fc.constant(undefined) },
		{ weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }) },
	),
	words: fc.array(
		fc.oneof(
			{ weight: 6, arbitrary: fc.constantFrom<Word>('stored', 'shared') },
			{
				weight: 1,
				arbitrary: fc.constantFrom<Word>(
					'refused',
					'refused',
					'notCarriedOut',
					'notCarriedOut',
					'unclear',
					'storedWithFault',
				),
			},
		),
		{ maxLength: 4 },
	),
});

/** Everything that may differ between two runs. */
export const scenarios: fc.Arbitrary<Scenario> = fc.record({
	items: fc.oneof(
		fc.array(item, { maxLength: 6 }),
		fc.array(item, { minLength: 7, maxLength: 60 }),
	),
	carryOn: fc.boolean(),
	tries: fc.integer({ min: 1, max: 3 }),
	noConnection: fc.array(
		fc.oneof(
			{ weight: 8, arbitrary: fc.constant(false) },
			{ weight: 1, arbitrary: fc.constant(true) },
		),
		{ maxLength: 3 },
	),
	batchSize: fc.option(fc.integer({ min: 1, max: 70 }), { nil: undefined }),
	records: fc.integer({ min: 1, max: 30 }),
	bytes: fc.option(fc.integer({ min: 200, max: 2000 }), { nil: undefined }),
	recordsB: fc.integer({ min: 1, max: 30 }),
	vendorRecords: fc.oneof(
		{ weight: 3, arbitrary: fc.constant(100) },
		{ weight: 1, arbitrary: fc.integer({ min: 0, max: 8 }) },
	),
	parallel: fc.integer({ min: 1, max: MOST_PARALLEL }),
	calls: fc.array(
		fc.oneof(
			{ weight: 5, arbitrary: fc.constant<CallEnd>('reply') },
			{ weight: 1, arbitrary: fc.constantFrom<CallEnd>('throws', 'short', 'long', 'empty') },
		),
		{ maxLength: 12 },
	),
});

/** One record in one call: what the vendor did with it, and what the engine can know of it. */
export interface Sending {
	item: number;
	runIndex: number;
	try: number;
	call: number;
	stored: boolean;
	known: 'stored' | 'no' | 'yes' | 'unknown';
	id?: string;
	shared?: object;
	/** Refused because it came with too many others. */
	tooLarge?: boolean;
	/** Not carried out, for a reason that passes. */
	again?: boolean;
	about?: unknown;
}

/** A vendor that keeps a log of all it was sent. */
export class LoggingVendor {
	readonly log: Sending[] = [];
	/** Batches in the order of their calls. */
	readonly batches: Array<Batch & { runIndex: number; try: number }> = [];
	mostAtOnce = 0;
	runIndex = 0;
	try = 0;
	private atOnce = 0;

	constructor(
		private readonly scenario: Scenario,
		private readonly scheduler: Scheduler,
	) {}

	readonly vendor: Vendor = {
		name: 'Model',
		parallel: 3,
		connect: async () => {
			await this.scheduler.schedule(Promise.resolve());
			if (this.scenario.noConnection[this.try] && this.runIndex === 0) throw new Error('no token');
			const session: Session = {
				run: {},
				baseUrl: '',
				call: async () => await Promise.reject(new Error('not used')),
				wait: async () => await Promise.resolve(),
				cancelled: () => false,
				retryIn: (_failure, tries) => (tries < MOST_TRIES ? 0 : undefined),
				hint: () => undefined,
			};
			return session;
		},
		resources: [
			{
				name: 'Thing',
				value: 'thing',
				operations: [
					{
						name: 'Create',
						value: 'create',
						action: 'Create thing',
						description: 'Create a thing',
						fields: [
							text('key', 'Key', { required: true }),
							text('text', 'Text', { max: TOO_LONG - 1 }),
						],
						options: [text('mode', 'Mode')],
						returns: {},
						identity: ({ about, strange }) =>
							[about === undefined ? '' : `about ${String(about)}`, String(strange ?? '')].filter(
								(text) => text !== '',
							),
						limits: {
							records: 0,
							recordsWith: (options) => (options.mode === 'b' ? this.scenario.recordsB : Infinity),
						},
						send: async (_session, batch) => await this.send(batch),
					},
				],
			},
		],
	};

	/** The vendor with the limits of the scenario. */
	limited(): Vendor {
		const { limits } = this.vendor.resources[0]!.operations[0]!;
		Object.assign(limits, { records: this.scenario.records, bytes: this.scenario.bytes });
		return this.vendor;
	}

	private async send(batch: Batch): Promise<Outcome[]> {
		const call = this.batches.push({ ...batch, runIndex: this.runIndex, try: this.try }) - 1;
		this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
		const sharing = { call };
		const tooLarge = batch.records.length > this.scenario.vendorRecords;
		const end = tooLarge ? 'reply' : (this.scenario.calls[call] ?? 'reply');
		const outcomes = batch.records.map((record) => {
			const sending = tooLarge
				? this.note(record, call, 'refused')
				: this.note(record, call, undefined, sharing);
			const outcome = tooLarge
				? failed({ message: 'too large', httpCode: 413, splittable: true, executed: 'no' })
				: outcomeOf(sending);
			if (tooLarge) sending.tooLarge = batch.records.length > 1;
			if (end !== 'reply')
				Object.assign(sending, { known: 'unknown', shared: undefined, again: undefined });
			return outcome;
		});
		await this.scheduler.schedule(Promise.resolve());
		this.atOnce -= 1;
		if (end === 'throws') throw new TypeError('the reply is strange');
		if (end === 'short') return outcomes.slice(1);
		if (end === 'long') return [...outcomes, ...outcomes.slice(0, 1)];
		return end === 'empty' ? [] : outcomes;
	}

	private note(record: IDataObject, call: number, word?: Word, sharing?: object): Sending {
		const index = Number(String(record.key).slice(1));
		const before = this.log.filter((sending) => sending.item === index).length;
		const said = word ?? this.scenario.items[index]?.words[before] ?? 'stored';
		const stored =
			said === 'stored' ||
			said === 'shared' ||
			said === 'storedWithFault' ||
			(said === 'unclear' && index % 2 === 0);
		const sending: Sending = {
			item: index,
			runIndex: this.runIndex,
			try: this.try,
			call,
			stored,
			known: (
				{
					stored: 'stored',
					shared: 'stored',
					refused: 'no',
					notCarriedOut: 'no',
					unclear: 'unknown',
					storedWithFault: 'yes',
				} as const
			)[said],
			about: record.about,
			...(said === 'notCarriedOut' ? { again: true } : {}),
			...(stored && said !== 'unclear' ? { id: `id-${this.log.length}` } : {}),
			...(said === 'shared' ? { shared: sharing } : {}),
		};
		this.log.push(sending);
		return sending;
	}
}

function outcomeOf({ known, id, shared, call, again, item: index }: Sending): Outcome {
	if (again)
		return failed({
			message: 'locked at the moment',
			executed: 'no',
			notCarriedOut: true,
			cause: { cause: 'temporarily-unavailable' },
		});
	if (known === 'stored')
		return shared
			? { ok: true, id, json: { call }, sharedBy: shared }
			: { ok: true, id, json: { id, key: `k${index}` } };
	return failed({ message: `said ${known}`, id, executed: known });
}

/** The input items of a scenario; nothing in them can be changed. */
export function inputItems({ items }: Scenario): INodeExecutionData[] {
	return deepFrozen(
		items.map(({ flaw, size, mode, about }, index) => ({
			json: {
				...(flaw === 'missing' ? {} : { key: flaw === 'object' ? { no: index } : `k${index}` }),
				text: 'x'.repeat(flaw === 'tooLong' ? TOO_LONG : size),
				mode,
				...(about === undefined ? {} : { about }),
				...extraOf(flaw),
			},
			pairedItem: { item: index },
		})),
	);
}

/** What an unknown key brings along, which cannot be sent. */
function extraOf(flaw: Flaw): IDataObject {
	const loop: IDataObject = {};
	loop.itself = loop;
	switch (flaw) {
		case 'circular':
			return { extra: [loop] };
		case 'halfCharacter':
			return { extra: { emoji: '\ud83d' } };
		case 'notANumber':
			return { extra: NaN };
		case 'noIdentity':
			return { strange: { toString: 1 } };
		default:
			return {};
	}
}

function deepFrozen<T>(value: T): T {
	if (typeof value === 'object' && value !== null && !Object.isFrozen(value))
		Object.values(Object.freeze(value)).forEach(deepFrozen);
	return value;
}

/** What n8n would hand to execute(), for one run of the node. */
export function fakeContext(
	scenario: Scenario,
	items: INodeExecutionData[],
	runIndex: number,
): IExecuteFunctions {
	const evaluateMode = (index: number) => {
		if (scenario.items[index]?.flaw === 'expression') throw new Error('the expression is broken');
		return scenario.items[index]?.mode;
	};
	const fixed = {
		parallelRequests: scenario.parallel,
		...(scenario.batchSize === undefined ? {} : { batchSize: scenario.batchSize }),
	} as IDataObject;
	const parameters: Record<string, (index: number) => unknown> = {
		resource: () => 'thing',
		operation: () => 'create',
		inputMode: () => 'autoMap',
		options: (index) => ({ mode: evaluateMode(index) }),
		'options.mode': evaluateMode,
	};
	return {
		getInputData: () => items,
		getNodeParameter(
			name: string,
			index: number,
			fallback: unknown,
			how?: { rawExpressions?: boolean },
		) {
			if (name === 'options' && how?.rawExpressions) return { mode: '={{ $json.mode }}' };
			const key = name.replace('requestOptions.', '');
			return (
				parameters[name]?.(index) ??
				(name.startsWith('requestOptions.') ? fixed[key] : undefined) ??
				fallback
			);
		},
		continueOnFail: () => scenario.carryOn,
		getExecutionId: () => 'execution',
		getNode: () => ({
			id: 'node',
			name: 'Node',
			type: 'model',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		}),
		getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
		getTimezone: () => 'UTC',
	} as unknown as IExecuteFunctions;
}
