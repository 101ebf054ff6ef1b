import { sleep } from 'n8n-workflow';

import type { Cancellation } from './cancellation';
import { LONGEST } from './retry';

/** A request that waits for its start. */
export interface Waiter {
	/** When the request was first made, in milliseconds since the epoch: the earliest starts first, also when it comes again. Now if absent. */
	since?: number;
	/** Longest wait in milliseconds while the vendor refuses requests; no end if absent, as long as it need not wait too long at a time. */
	patience?: number;
	cancellation?: Cancellation;
}

/**
 * Ends a request.
 * @param hold given where the vendor refused it for its rate limit: milliseconds until the next request may try
 */
export type Release = (hold?: number) => void;

/** How many requests the vendor takes, as far as this process can know. Times in milliseconds since the epoch. */
export interface Allowance {
	/** When the next request may start: now or earlier, later, or Infinity where one under way must end first. */
	startsAt(now: number, underWay: number): number;
	/** Told of the end of a request. */
	ended(now: number): void;
	/** True where it knows nothing that a new one would not know. */
	isIdle(now: number): boolean;
}

/** Takes so many requests at once. */
export function atOnce(most: number): Allowance {
	return {
		startsAt: (_now, underWay) => (underWay < most ? 0 : Infinity),
		ended: () => undefined,
		isIdle: () => true,
	};
}

/** Longest pause before the queue is looked at again: it may be empty by then, and needs no timer any more. Milliseconds. */
const LOOK_AGAIN = 400;

/** After so many milliseconds without a refusal, a new refusal is not the continuation of an earlier one. */
const FORGOTTEN = 240_000;

interface Entry {
	since: number;
	/** Leaves when the vendor is to be left alone for longer than this; milliseconds since the epoch. */
	until: number;
	resolve(release: Release | undefined): void;
	takeBack(): void;
}

/**
 * Requests that share a limit of the vendor, first come, first served.
 * When the vendor refuses one, all of them hold back, because the refusal is about what they share. After that they start
 * one by one until one is accepted: all at once, they would be refused again together with those of other processes.
 */
export class RequestQueue {
	private readonly waiting: Entry[] = [];
	private underWay = 0;
	private heldUntil = 0;
	private oneByOne = false;
	private refusals?: { first: number; last: number };
	private wakesAt = Infinity;

	constructor(
		private readonly allowance: Allowance,
		private readonly pause: (millis: number) => Promise<void> = sleep,
	) {}

	/**
	 * Waits until a request may start.
	 * @returns undefined where it must not start: its execution was cancelled, or the vendor is to be left alone for longer than its patience
	 */
	async enter({ since, patience = Infinity, cancellation }: Waiter = {}): Promise<
		Release | undefined
	> {
		const now = Date.now();
		if (cancellation?.cancelled) return undefined;
		if (this.waiting.length === 0 && this.startsAt(now) <= now) return this.start();
		const until = now + patience;
		if (this.isHeldBeyond(until, now)) return undefined;
		return await new Promise((resolve) => {
			const entry: Entry = { since: since ?? now, until, resolve, takeBack: () => undefined };
			let place = this.waiting.length;
			while (place > 0 && (this.waiting[place - 1]?.since ?? 0) > entry.since) place -= 1;
			this.waiting.splice(place, 0, entry);
			entry.takeBack = cancellation?.onCancel(() => this.leave(entry)) ?? entry.takeBack;
			this.startDue();
		});
	}

	/** Milliseconds until a request that comes now may start, as far as is known. */
	delay(): number {
		const now = Date.now();
		const at = this.startsAt(now);
		// How long those under way take is not known.
		return Math.max(0, (at === Infinity ? this.heldUntil : at) - now);
	}

	/** Milliseconds for which the vendor has refused every request. */
	refusedFor(): number {
		return this.refusals && Date.now() - this.refusals.last < FORGOTTEN
			? this.refusals.last - this.refusals.first
			: 0;
	}

	isIdle(): boolean {
		const now = Date.now();
		return (
			this.waiting.length === 0 &&
			this.underWay === 0 &&
			this.heldUntil <= now &&
			this.allowance.isIdle(now)
		);
	}

	private startsAt(now: number): number {
		if (this.oneByOne && this.underWay > 0) return Infinity;
		return Math.max(this.heldUntil, this.allowance.startsAt(now, this.underWay));
	}

	private startDue(): void {
		for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
			const now = Date.now();
			const at = this.startsAt(now);
			if (at > now) return this.wake(at, now);
			this.waiting.shift();
			next.takeBack();
			next.resolve(this.start());
		}
	}

	private start(): Release {
		this.underWay += 1;
		let ended = false;
		return (hold) => {
			if (ended) return;
			ended = true;
			this.underWay -= 1;
			this.allowance.ended(Date.now());
			if (hold === undefined) this.accepted();
			else this.refused(hold);
			this.startDue();
		};
	}

	private accepted(): void {
		this.oneByOne = false;
		this.refusals = undefined;
	}

	private refused(hold: number): void {
		const now = Date.now();
		const goesOn = this.refusals !== undefined && now - this.refusals.last < FORGOTTEN;
		this.refusals = { first: goesOn && this.refusals ? this.refusals.first : now, last: now };
		this.oneByOne = true;
		this.heldUntil = Math.max(this.heldUntil, now + hold);
		for (const entry of this.waiting.filter(({ until }) => this.isHeldBeyond(until, now)))
			this.leave(entry);
	}

	/** True where the vendor is to be left alone for longer than a request may wait, or than any waits at a time. */
	private isHeldBeyond(until: number, now: number): boolean {
		return this.heldUntil > until || this.heldUntil - now > LONGEST;
	}

	private leave(entry: Entry): void {
		const place = this.waiting.indexOf(entry);
		if (place >= 0) this.waiting.splice(place, 1);
		entry.takeBack();
		entry.resolve(undefined);
	}

	/** Looks again at that time or earlier; when it looks, it sees when to look next. */
	private wake(due: number, now: number): void {
		const at = Math.min(due, now + LOOK_AGAIN);
		if (due === Infinity || this.wakesAt <= at) return;
		this.wakesAt = at;
		void this.pause(at - now).then(() => {
			if (this.wakesAt === at) this.wakesAt = Infinity;
			this.startDue();
		});
	}
}
