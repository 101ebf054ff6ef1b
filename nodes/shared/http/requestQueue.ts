import { sleep } from 'n8n-workflow';

import type { Cancellation } from './cancellation';
import { LONGEST } from './retry';

/** A request that waits to start. */
export interface Waiter {
	/** When the request was first made, in milliseconds since the epoch: the earliest starts first, even when it is sent again. Now if absent. */
	since?: number;
	/** Longest wait in milliseconds while the vendor refuses requests. Unlimited if absent, except that no single wait exceeds `LONGEST`. */
	patience?: number;
	cancellation?: Cancellation;
}

/**
 * Ends a request.
 * @param hold given if the vendor's rate limit refused it: milliseconds until the next request may try
 */
export type Release = (hold?: number) => void;

/** How many requests the vendor accepts, as far as this process knows. Times in milliseconds since the epoch. */
export interface Allowance {
	/** When the next request may start: now or earlier, later, or Infinity if one under way must end first. */
	startsAt(now: number, underWay: number): number;
	/** Called when a request ends. */
	ended(now: number): void;
	/** True if a new allowance would behave the same. */
	isIdle(now: number): boolean;
}

/** Allows at most this many parallel requests. */
export function atOnce(most: number): Allowance {
	return {
		startsAt: (_now, underWay) => (underWay < most ? 0 : Infinity),
		ended: () => undefined,
		isIdle: () => true,
	};
}

/** Longest pause before checking the queue again, in milliseconds. Short, so that a queue that has emptied holds no timer for long. */
const LOOK_AGAIN = 400;

/** After this many milliseconds without a refusal, a new refusal does not continue an earlier series. */
const FORGOTTEN = 240_000;

interface Entry {
	since: number;
	/** The request gives up if requests are held back beyond this time; milliseconds since the epoch. */
	until: number;
	resolve(release: Release | undefined): void;
	takeBack(): void;
}

/**
 * Requests that share a vendor limit, first come, first served. When the vendor refuses one, all of them hold back, because
 * they share the limit. Afterwards they start one by one until one is accepted: if all started at once, they and those of
 * other processes would be refused again.
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
	 * @returns undefined if it must not start: its execution was cancelled, or requests are held back for longer than its
	 * patience
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

	/** Milliseconds until a request that arrives now may start, as far as known. */
	delay(): number {
		const now = Date.now();
		const at = this.startsAt(now);
		// How long the requests under way will take is unknown.
		return Math.max(0, (at === Infinity ? this.heldUntil : at) - now);
	}

	/** For how many milliseconds the vendor has been refusing every request. */
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

	/** True if requests are held back for longer than a request may wait, or than any single wait may last. */
	private isHeldBeyond(until: number, now: number): boolean {
		return this.heldUntil > until || this.heldUntil - now > LONGEST;
	}

	private leave(entry: Entry): void {
		const place = this.waiting.indexOf(entry);
		if (place >= 0) this.waiting.splice(place, 1);
		entry.takeBack();
		entry.resolve(undefined);
	}

	/** Checks the queue at that time or earlier; each check schedules the next one. */
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
