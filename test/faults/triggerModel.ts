import fc from 'fast-check';

import type { Way } from './triggerWays';

/** What the poller waits for. */
export type Kind = 'created' | 'updated' | 'createdOrUpdated' | 'deleted';

export const KINDS: Kind[] = ['created', 'updated', 'createdOrUpdated', 'deleted'];

/** As the vendor of the model promises. */
export const SETTLE = 2_000;

/** How long after its time stamp a change shows at the latest, where a query is read. */
export const LOOKBACK = 30_000;

const SECOND = 1_000;

/** Where the clock of every history begins; not at the start of a second. */
export const BEGIN = Date.UTC(2026, 2, 1, 10, 0, 0) + 250;

export interface Happening {
	/** Milliseconds since the one before. */
	gap: number;
	op: 'create' | 'update' | 'delete';
	/** Which of the records that are there. */
	target: number;
}

export interface Poll {
	/** Milliseconds since the end of the one before. */
	gap: number;
	/** So long after the next happening it looks, in place of the gap. */
	chases?: number;
	/** Milliseconds that it may take. */
	budget: number;
	/** Which of its requests is not answered; none if absent. */
	failing?: number;
	/** True where that may pass, so that the next poll carries on. */
	passing: boolean;
	/** True where the process was started anew before, so that only what came with items is remembered. */
	restarted: boolean;
}

/** Everything that chance decides. */
export interface History {
	/** Records that are there from long ago, and shortly before the trigger is switched on. */
	old: number;
	happenings: Happening[];
	polls: Poll[];
	/** Milliseconds of a request: before and after the vendor looks. */
	before: number;
	after: number;
	/** Milliseconds until a list shows what happened, at most; what happened to a record in one second shows at once. */
	lag: number;
	size: number;
	numbered: number;
	/** Order of equal time stamps. */
	idsUp: boolean;
	/** The vendor sorts as it likes. */
	unsorted: boolean;
	deletedOrder: 'up' | 'down' | 'id';
	heedsSince: boolean;
	/** How much the clock of n8n is ahead. */
	skew: number;
	hasDate: boolean;
	/** One record in so many has a change whose time the lists hide, for so long; none if 0. */
	hidden: { every: number; millis: number; first: boolean };
	/** One record in so many is refused when it is asked for, so long after its change; none if 0. */
	refused: { every: number; millis: number };
	/** So many polls to come find the lists stuck at their first page. */
	stuck: number[];
	/** Most changes that the poller remembers. */
	remembers?: number;
	/** How many records are completed at a time; each time takes a while. */
	chunk: number;
	/** How the list is read. */
	way: Way;
	/** Milliseconds between two time stamps. */
	precision: number;
	/** Only changes of a value count. */
	watches: boolean;
	/** The trigger begins so long before it is switched on, in milliseconds. */
	startsBefore?: number;
	/** Every so often so many records change at the same moment; none if 0. */
	burst: number;
}

const gaps = fc.oneof(
	{ weight: 6, arbitrary: fc.integer({ min: 0, max: 400 }) },
	{ weight: 2, arbitrary: fc.integer({ min: 0, max: 5_000 }) },
	{ weight: 1, arbitrary: fc.integer({ min: 0, max: 150_000 }) },
);

export const histories: fc.Arbitrary<History> = fc
	.record({
		old: fc.integer({ min: 0, max: 30 }),
		happenings: fc.array(
			fc.record({
				gap: gaps,
				op: fc.constantFrom('create', 'create', 'update', 'update', 'update', 'delete'),
				target: fc.oneof(fc.nat(), fc.nat({ max: 1 })),
			}) as fc.Arbitrary<Happening>,
			{ maxLength: 220, size: 'max' },
		),
		polls: fc.array(
			fc.record({
				gap: fc.oneof(
					{ weight: 4, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
					{ weight: 2, arbitrary: fc.integer({ min: 0, max: 90_000 }) },
					{ weight: 1, arbitrary: fc.integer({ min: 0, max: 400_000 }) },
				),
				chases: fc.option(fc.integer({ min: 0, max: 1_500 }), { nil: undefined, freq: 2 }),
				budget: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 3_000 })),
				failing: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined, freq: 3 }),
				passing: fc.boolean(),
				restarted: fc.boolean(),
			}),
			{ minLength: 1, maxLength: 20, size: 'max' },
		),
		before: fc.integer({ min: 0, max: 700 }),
		after: fc.oneof(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 0, max: 6_000 })),
		lag: fc.constantFrom(0, 0, 1_000, 20_000),
		size: fc.integer({ min: 8, max: 30 }),
		numbered: fc.constantFrom(30, 60, 10_000),
		idsUp: fc.boolean(),
		unsorted: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
		deletedOrder: fc.constantFrom('up', 'down', 'id') as fc.Arbitrary<History['deletedOrder']>,
		heedsSince: fc.boolean(),
		skew: fc.constantFrom(0, 0, 45_000, -45_000, 3_600_000, -3_600_000),
		chunk: fc.constantFrom(Infinity, 3),
		hidden: fc
			.record({
				every: fc.constantFrom(0, 0, 0, 7, 20),
				millis: fc.constantFrom(5_000, 100_000, Infinity),
				first: fc.boolean(),
			})
			.map((hidden) => ({ ...hidden, first: hidden.first && hidden.every === 20 })),
		refused: fc.record({
			every: fc.constantFrom(0, 0, 0, 4, 11),
			millis: fc.constantFrom(5_000, 100_000, Infinity),
		}),
		stuck: fc.oneof(
			fc.constant<number[]>([]),
			fc.array(fc.nat({ max: 10 }), { minLength: 1, maxLength: 5 }),
		),
		remembers: fc.constantFrom(undefined, undefined, 12),
		hasDate: fc.integer({ min: 0, max: 9 }).map((chance) => chance > 0),
	})
	// Without the vendor's clock nobody can tell which second is over, so n8n's own must not be ahead.
	.map((history) => ({
		...history,
		skew: history.hasDate ? history.skew : Math.min(0, Math.max(-45_000, history.skew)),
		way: 'pages' as const,
		precision: SECOND,
		watches: false,
		burst: 0,
	}));

/** One version of a record, from a moment on. */
export interface Version {
	at: number;
	changedAt: number;
	rev: number;
	/** From when on the lists show it. */
	from?: number;
}

/** The value of a version: every other change leaves it as it was. */
export const valueOf = (rev: number) => Math.floor(rev / 2);
