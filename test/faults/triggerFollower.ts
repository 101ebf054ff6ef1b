/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { deepStrictEqual, ok } from 'node:assert';

import { SECOND } from '../../nodes/shared/trigger/feed';
import type { Scan } from '../../nodes/shared/trigger/scan';
import { stateFrom, type PollState } from '../../nodes/shared/trigger/state';
import { INCOMPLETE } from '../../nodes/shared/trigger/odd';
import { begin, step } from '../../nodes/shared/trigger/step';
import { BEGIN, SETTLE, valueOf, type History, type Kind, type Poll } from './triggerModel';
import { ModelVendor, sourceOf } from './triggerModelVendor';

interface Given {
	id: string;
	changedAt: number;
	rev: number;
}

/** What a poller went through, over all histories: a test of nothing must not look like a good one. */
export const counts = {
	given: 0,
	polls: 0,
	failed: 0,
	restless: 0,
	resumed: 0,
	stuck: 0,
	incomplete: 0,
	paused: 0,
	severalPages: 0,
};

/** One poller in one history, and what is checked after each of its polls. */
export class Follower {
	private readonly vendor: ModelVendor;
	private readonly given: Given[] = [];
	private readonly keys = new Set<string>();
	private state?: PollState;
	private saved?: PollState;
	private paused?: Scan;
	private start = 0;
	/** When the first poll had its answer: what it found hidden is not given out. */
	private begunAt = 0;
	/** When the scan that is under way began. */
	private since = 0;

	constructor(
		private readonly history: History,
		private readonly kind: Kind,
	) {
		this.vendor = new ModelVendor(history, kind);
	}

	async run(): Promise<void> {
		const { startsBefore } = this.history;
		if (startsBefore !== undefined) {
			this.start = BEGIN - startsBefore;
			this.begunAt = -Infinity;
			this.state = stateFrom('key', this.start);
			this.saved = this.state;
		}
		for (const [index, poll] of this.history.polls.entries())
			await this.poll(poll, this.history.stuck.includes(index));
		this.vendor.pass(Math.max(0, this.vendor.end - this.vendor.now) + 300_000);
		const quiet: Poll = { gap: 60_000, budget: Infinity, passing: false, restarted: false };
		for (let times = 0; times < 3; times++) ok(await this.poll(quiet), 'a poll in a quiet time');
		// By now nothing is hidden or refused for a while, and old changes are forgotten.
		this.vendor.pass(700_000);
		for (let idle = 0, times = 0; idle < 4; times++) {
			ok(times < 400, 'the polls come to an end');
			const { length } = this.given;
			ok(await this.poll(quiet));
			idle = this.given.length === length ? idle + 1 : 0;
		}
		this.missesNothing(true);
		// Nothing is left that could come twice.
		const { length } = this.given;
		this.vendor.pass(3_600_000);
		for (let times = 0; times < 2; times++) ok(await this.poll(quiet));
		deepStrictEqual(this.given.length, length);
		deepStrictEqual(
			Object.keys(this.state?.emitted ?? {}).length > 0 && this.history.hasDate,
			false,
			'old changes are forgotten',
		);
	}

	/** True if it was finished. */
	private async poll(
		{ gap, chases, budget, failing, passing, restarted }: Poll,
		stuck = false,
	): Promise<boolean> {
		const { vendor, history } = this;
		vendor.pass(
			chases === undefined ? gap : Math.max(0, vendor.untilNext + chases - history.before),
		);
		if (restarted) {
			this.state = this.saved === undefined ? undefined : this.saved;
			this.paused = undefined;
		}
		Object.assign(vendor, { failing, passing, stuck, requests: 0 });
		const now = () => vendor.now + history.skew;
		const timing = { now, deadline: now() + budget };
		const source = sourceOf(history, this.kind, vendor);
		const before = JSON.stringify(this.state);
		if (this.paused === undefined) this.since = vendor.now;
		counts.polls += 1;
		if (this.state === undefined) {
			const result = await begin(vendor, source, 'key', timing);
			if (!result.ok) return false;
			this.start = Math.floor(vendor.now / SECOND) * SECOND;
			this.begunAt = vendor.now;
			this.keep(result.value.state);
			this.saved = this.state;
			return true;
		}
		const result = await step(vendor, source, this.state, timing, this.paused);
		this.paused = undefined;
		deepStrictEqual(JSON.stringify(this.state), before, 'a poll changes no state itself');
		if (!result.ok) {
			counts[
				result.failure.message === 'no reply'
					? 'failed'
					: result.failure.message.includes('again and again')
						? 'stuck'
						: 'restless'
			] += 1;
			this.paused = result.paused;
			if (result.paused) counts.resumed += 1;
			return false;
		}
		if (vendor.requests > 1) counts.severalPages += 1;
		this.keep(result.value.state);
		this.paused = result.value.paused;
		this.take(result.value.items as unknown as Array<Record<string, string>>);
		if (result.value.items.length > 0) this.saved = this.state;
		if (this.paused) counts.paused += 1;
		else this.missesNothing();
		return this.paused === undefined;
	}

	/** n8n stores the state as JSON. */
	private keep(state: PollState): void {
		this.state = JSON.parse(JSON.stringify(state)) as PollState;
	}

	/** Nothing twice, nothing too old, nothing that was not there, oldest first. */
	private take(items: Array<Record<string, string>>): void {
		let last = 0;
		for (const item of items) {
			const record = this.vendor.records.find(({ id }) => id === item.id);
			ok(record, `${item.id} is no record`);
			const rev = Number(item.rev);
			const changedAt =
				this.kind === 'deleted'
					? this.vendor.unit(record.deletedAt ?? 0)
					: this.kind === 'created'
						? record.created
						: (record.versions[rev]?.changedAt ?? 0);
			const told =
				item[
					this.kind === 'deleted' ? 'deleted' : this.kind === 'created' ? 'created' : 'modified'
				];
			const given = { id: String(item.id), changedAt: changedAt, rev };
			if (item[INCOMPLETE] !== undefined) counts.incomplete += 1;
			if (told === undefined) {
				ok(item[INCOMPLETE], `${item.id} without its time comes with a note`);
				ok(!this.keys.has(`${given.id} ${changedAt}`), `${given.id} ${changedAt} came twice`);
				this.keys.add(`${given.id} ${changedAt}`);
				this.given.push(given);
				continue;
			}
			deepStrictEqual(Date.parse(told), changedAt);
			const key = `${given.id} ${changedAt}`;
			this.hasNewValue(given);
			ok(!this.keys.has(key), `${key} came twice`);
			ok(changedAt >= this.start || this.from > this.start, `${key} is from before the start`);
			ok(changedAt >= last, `${key} comes after a later one`);
			this.isReal(record, given);
			last = changedAt;
			this.keys.add(key);
			this.given.push(given);
			counts.given += 1;
		}
	}

	/** What was given out is the last word of its second. */
	private isReal(
		record: ModelVendor['records'][number],
		{ id, changedAt: changedAt, rev }: Given,
	): void {
		if (this.kind === 'deleted')
			return deepStrictEqual(changedAt, this.vendor.unit(record.deletedAt ?? 0));
		if (this.kind === 'created') return deepStrictEqual(changedAt, record.created);
		if (this.kind === 'updated') ok(changedAt > record.created);
		deepStrictEqual(
			rev,
			record.versions.filter((version) => version.changedAt === changedAt).at(-1)?.rev,
			`${id} was not finished in its second`,
		);
	}

	/** Where only changes of a value count, each change that comes has another one than the last that came. */
	private hasNewValue({ id, rev }: Given): void {
		if (this.history.watches) ok(valueOf(rev) !== this.lastValue(id), `${id} has no new value`);
	}

	private lastValue(id: string): number | undefined {
		const last = this.given.filter((given) => given.id === id).at(-1);
		return last && valueOf(last.rev);
	}

	/** True where a change does not count, because its value is not new. */
	private isSame({ id, created, versions }: ModelVendor['records'][number], rev: number): boolean {
		if (!this.history.watches) return false;
		const atFirst =
			versions.filter(({ changedAt: changedAt }) => changedAt === created).at(-1)?.rev ?? 0;
		const before = this.kind === 'updated' ? valueOf(atFirst) : undefined;
		return (this.lastValue(id) ?? before) === valueOf(rev);
	}

	/** All that could be seen from the beginning of this poll to its end has been given out. */
	private missesNothing(atLast = false): void {
		const { vendor, history, kind, since } = this;
		if (history.remembers !== undefined && !atLast) return;
		const { every } = history.refused;
		const comesLater = (record: ModelVendor['records'][number], index: number) =>
			vendor.isHidden(record, index) || (every > 0 && Number(record.id) % every === 2);
		const limit =
			since -
			SETTLE -
			2 * SECOND -
			history.before -
			history.after -
			(history.hasDate ? 0 : Math.abs(history.skew));
		for (const record of vendor.records) {
			if (kind === 'deleted') {
				const changedAt = vendor.unit(record.deletedAt ?? Infinity);
				if (comesLater(record, 0) && (!atLast || (record.deletedAt ?? 0) <= this.begunAt)) continue;
				if (changedAt >= this.from && changedAt <= limit - history.lag)
					ok(this.keys.has(`${record.id} ${changedAt}`), `${record.id} ${changedAt} was lost`);
				continue;
			}
			record.versions.forEach((version, index) => {
				const { from, to } = vendor.shown(record, index);
				if (comesLater(record, index) && (!atLast || from <= this.begunAt)) return;
				const changedAt = kind === 'created' ? record.created : version.changedAt;
				if (
					from > since ||
					to <= vendor.now ||
					changedAt < this.from ||
					changedAt > limit ||
					(kind === 'updated' && changedAt === record.created)
				)
					return;
				if (this.isSame(record, version.rev)) return;
				ok(this.keys.has(`${record.id} ${changedAt}`), `${record.id} ${changedAt} was lost`);
			});
		}
	}

	/** Without the vendor's clock, the start is the latest change that was there. */
	private get from(): number {
		const exact = this.history.hasDate || this.history.startsBefore !== undefined;
		return exact ? this.start : this.start + SECOND;
	}
}
