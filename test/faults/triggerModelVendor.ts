import type { IDataObject } from 'n8n-workflow';
import type { ChangeFeed, ChangeRows, PagedFeed, Source } from '../../nodes/shared/trigger/feed';
import type { Call, Session } from '../../nodes/shared/http/session';
import { cursorFeed, rowsAsked, sliceFeed, type Placed } from './triggerWays';
import {
	BEGIN,
	LOOKBACK,
	SETTLE,
	type Happening,
	type History,
	type Kind,
	type Version,
	valueOf,
} from './triggerModel';

interface Kept {
	id: string;
	created: number;
	versions: Version[];
	deletedAt?: number;
}

const text = (time: number) =>
	new Date(time + 19_800_000).toISOString().replace(/(\.000)?Z$/, '+05:30');

function without(key: string, row: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(row).filter(([name]) => name !== key));
}

/** A vendor in memory, with a clock of its own that runs while it is asked. */
export class ModelVendor implements Session {
	readonly run = {};
	readonly baseUrl = 'https://sandbox.example';
	now = BEGIN;
	/** The poll that is under way. */
	failing?: number;
	passing = false;
	stuck = false;
	requests = 0;
	readonly records: Kept[] = [];
	private done = 0;
	private readonly at: number[] = [];

	constructor(
		private readonly history: History,
		private readonly kind: Kind,
	) {
		for (let index = 0; index < history.old; index++)
			this.create(BEGIN - (index < 5 ? index * 400 : index * 40_000) - 1);
		let time = BEGIN;
		for (const { gap } of history.happenings) this.at.push((time += gap));
	}

	/** The time stamp of a moment. */
	unit(time: number): number {
		return Math.floor(time / this.history.precision) * this.history.precision;
	}

	get end(): number {
		return this.at.at(-1) ?? BEGIN;
	}

	/** Milliseconds until something happens. */
	get untilNext(): number {
		return Math.max(0, (this.at[this.done] ?? this.now) - this.now);
	}

	/** Lets the clock run. */
	pass(millis: number): void {
		this.now += millis;
		for (; this.done < this.at.length && (this.at[this.done] ?? 0) <= this.now; this.done++)
			this.happenAll(this.history.happenings[this.done] as Happening, this.at[this.done] ?? 0);
	}

	async wait(millis: number): Promise<void> {
		this.pass(millis);
		return await Promise.resolve();
	}

	retryIn(): undefined {}

	hint(): void {}

	cancelled(): boolean {
		return false;
	}

	async call({ query = {}, headers = {} }: Call): Promise<Awaited<ReturnType<Session['call']>>> {
		this.pass(this.history.before);
		const body =
			this.requests++ === this.failing
				? undefined
				: this.history.way === 'pages'
					? this.page(query, headers.since as number | undefined)
					: rowsAsked(this.history, query, this.changes());
		this.pass(this.history.after);
		if (body === undefined)
			return await Promise.resolve({
				ok: false,
				failure: {
					message: 'no reply',
					executed: 'no',
					...(this.passing ? { cause: { cause: 'temporarily-unavailable' } } : {}),
				},
			});
		return await Promise.resolve({
			ok: true,
			status: 200,
			headers: this.history.hasDate ? { date: new Date(this.now).toUTCString() } : {},
			body,
		});
	}

	/** From when to when the lists show a version; the end is open for the last one. */
	shown({ id, deletedAt, versions }: Kept, index: number): { from: number; to: number } {
		let to = deletedAt ?? Infinity;
		for (let later = index + 1; later < versions.length; later++)
			to = Math.min(to, this.shownFrom(id, versions[later]));
		return { from: this.shownFrom(id, versions[index]), to };
	}

	private shownFrom(id: string, version: Version | undefined): number {
		if (version === undefined) return Infinity;
		version.from ??=
			this.history.lag === 0
				? version.at
				: version.changedAt + this.history.precision + this.lagOf(id, version.changedAt);
		return version.from;
	}

	/** Each change has a lag of its own. */
	private lagOf(id: string, changedAt: number): number {
		return (
			((Number(id) * 7919 + Math.floor(changedAt / 1000)) * 2_654_435_761) % (this.history.lag + 1)
		);
	}

	private create(at: number): void {
		this.records.push({
			id: String(this.records.length + 100),
			created: this.unit(at),
			versions: [{ at, changedAt: this.unit(at), rev: 0 }],
		});
	}

	/** What happens, in a burst to several records at once. */
	private happenAll(happening: Happening, at: number): void {
		const times = this.done % 19 === 7 ? this.history.burst : 0;
		for (let more = 0; more <= times; more++)
			this.happen({ ...happening, target: happening.target + more }, at);
	}

	private happen({ op, target }: Happening, at: number): void {
		const there = this.records.filter(({ deletedAt }) => deletedAt === undefined);
		const record = there[target % Math.max(1, there.length)];
		if (op === 'create' || record === undefined) this.create(at);
		else if (op === 'delete') record.deletedAt = at;
		else record.versions.push({ at, changedAt: this.unit(at), rev: record.versions.length });
	}

	private page({ page, token, size }: IDataObject, since: number | undefined): unknown {
		const [offset, bound] =
			token === undefined ? [(Number(page) - 1) * Number(size), size] : (token as number[]);
		if (
			bound !== size ||
			(token === undefined && Number(page) * Number(size) > this.history.numbered)
		)
			throw new Error('the vendor refuses this page');
		const rows = this.kind === 'deleted' ? this.deletions(since) : this.list();
		const end = Number(offset) + Number(size);
		if (this.stuck && rows.length > Number(size))
			return {
				rows: rows.slice(0, Number(size)),
				more: true,
				sorted: this.kind !== 'deleted' && !this.history.unsorted,
				next: [end, size],
			};
		return {
			rows: rows.slice(Number(offset), end),
			more: rows.length > end,
			sorted: this.kind !== 'deleted' && !this.history.unsorted,
			next: [end, size],
		};
	}

	/** The rows of a query, each with the place that it has by its time. */
	private changes(): Placed[] {
		if (this.kind === 'deleted')
			return this.removed(0).map((row) => ({
				at: row.deleted,
				id: row.id,
				row: () => this.deletion(row),
			}));
		const by = this.kind === 'created' ? 'created' : 'modified';
		return this.versions().map((row) => ({
			at: row[by],
			id: row.id,
			row: () => this.version(row),
		}));
	}

	private versions() {
		return this.records.flatMap((record) => {
			const { id, created, versions } = record;
			let to = record.deletedAt ?? Infinity;
			for (let index = versions.length - 1; index >= 0 && this.now < to; index--) {
				const { changedAt: changedAt, rev } = versions[index] as Version;
				const from = this.shownFrom(id, versions[index]);
				if (from <= this.now)
					return [{ id, created, modified: changedAt, rev, hides: this.hides(record, index) }];
				to = Math.min(to, from);
			}
			return [];
		});
	}

	private version({ hides, ...row }: ReturnType<ModelVendor['versions']>[number]): IDataObject {
		const by = this.kind === 'created' ? 'created' : 'modified';
		return without(hides ? by : '', {
			...row,
			value: valueOf(row.rev),
			created: text(row.created),
			modified: text(row.modified),
		});
	}

	private list(): IDataObject[] {
		const { unsorted, idsUp } = this.history;
		const by = this.kind === 'created' ? 'created' : 'modified';
		const { first } = this.history.hidden;
		return this.versions()
			.sort(
				(a, b) =>
					(first ? Number(b.hides) - Number(a.hides) : 0) ||
					(unsorted ? 0 : b[by] - a[by]) ||
					(idsUp ? 1 : -1) * (Number(a.id) - Number(b.id)),
			)
			.map((row) => this.version(row));
	}

	private deletions(since = 0): IDataObject[] {
		const { deletedOrder } = this.history;
		const up = deletedOrder === 'down' ? -1 : 1;
		return this.removed(since)
			.sort(
				(a, b) =>
					up * (deletedOrder === 'id' ? 0 : a.deleted - b.deleted) || Number(a.id) - Number(b.id),
			)
			.map((row) => this.deletion(row));
	}

	private removed(since: number): Array<{ id: string; deleted: number }> {
		return this.records.flatMap(({ id, deletedAt }) =>
			deletedAt === undefined ||
			deletedAt + this.lagOf(id, this.unit(deletedAt)) > this.now ||
			(this.history.heedsSince && this.unit(deletedAt) < since)
				? []
				: [{ id, deleted: this.unit(deletedAt) }],
		);
	}

	private deletion(row: { id: string; deleted: number }): IDataObject {
		return without(this.hidesAt(row.id, row.deleted) ? 'deleted' : '', {
			...row,
			deleted: text(row.deleted),
		});
	}

	/** True where a list does not tell the time of this version. */
	hides(record: Pick<Kept, 'id' | 'created' | 'versions'>, index: number): boolean {
		const { changedAt: changedAt = 0 } = record.versions[index] ?? {};
		return this.kind === 'created'
			? this.hidesAt(record.id, record.created)
			: index === Number(record.id) % 3 && this.hidesAt(record.id, changedAt);
	}

	hidesAt(id: string, changedAt: number): boolean {
		const { every, millis } = this.history.hidden;
		return every > 0 && Number(id) % every === 1 && this.now < changedAt + millis;
	}

	/** True where the time of this version is hidden at first. */
	isHidden(record: Pick<Kept, 'id' | 'versions'>, index: number): boolean {
		const { every } = this.history.hidden;
		return (
			every > 0 &&
			Number(record.id) % every === 1 &&
			(this.kind === 'created' || this.kind === 'deleted' || index === Number(record.id) % 3)
		);
	}

	refuses({ id, changedAt }: { id: string; changedAt: number }): boolean {
		const { every, millis } = this.history.refused;
		return every > 0 && Number(id) % every === 2 && this.now < changedAt + millis;
	}
}

/** The vendor's list as the engine reads it. */
export function sourceOf(history: History, kind: Kind, vendor: ModelVendor): Source {
	const by = kind === 'deleted' ? 'deleted' : kind === 'created' ? 'created' : 'modified';
	const rows: Omit<ChangeRows, 'rows'> = {
		size: history.size,
		id: (row) => String((row as IDataObject).id),
		content: (row) => (kind === 'created' ? { id: row.id } : without(by, row)),
		change: (row) => {
			const { id, ...times } = row as Record<string, string>;
			if (times[by] === undefined) return undefined;
			return {
				id: String(id),
				changedAt: Date.parse(String(times[by])),
				wanted: kind !== 'updated' || String(times.modified) > String(times.created),
				row: row as IDataObject,
			};
		},
		unreadable: { message: 'unreadable', executed: 'no' },
	};
	return {
		feed: (since) => feedOf(history, rows, since),
		settlingTime: SETTLE,
		chunk: history.chunk,
		precision: history.precision,
		remembers: history.remembers,
		...(history.way === 'pages' ? {} : { lookback: LOOKBACK }),
		...(history.watches ? { watched: { values: (row) => row.value } } : {}),
		complete: async (session, changes) => {
			await session.wait(history.chunk === Infinity ? 0 : 200);
			return {
				ok: true,
				value: changes.map((change) =>
					vendor.refuses(change)
						? { change, refused: { message: 'refused', executed: 'no' } }
						: { change, json: change.row },
				),
			};
		},
	};
}

function feedOf(history: History, rows: Omit<ChangeRows, 'rows'>, since?: number): ChangeFeed {
	if (history.way === 'cursor' || history.way === 'equal') return cursorFeed(history.way, rows);
	if (history.way === 'slices' || history.way === 'unsorted') return sliceFeed(history.way, rows);
	return pagedFeed(history, rows, since);
}

function pagedFeed(history: History, rows: Omit<ChangeRows, 'rows'>, since?: number): PagedFeed {
	return {
		...rows,
		kind: 'pages',
		call: (page, size, previous) => ({
			method: 'GET',
			path: '/rows',
			query: {
				size,
				...(page * size > history.numbered
					? { token: (previous as { next: number[] }).next }
					: { page }),
			},
			headers: { since },
		}),
		rows: (body) => (body as { rows: unknown[] }).rows,
		more: (body) => (body as { more: boolean }).more,
		sorted: (body) => (body as { sorted: boolean }).sorted,
		numbered: history.numbered,
	};
}
