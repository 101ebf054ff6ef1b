import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import { perAccount } from '../../shared/base/perAccount';
import type { Result } from '../../shared/base/result';
import type { Session } from '../../shared/http/session';
import type { ReadRecords } from '../../shared/operations/recordApi';
import { recordsById } from '../records/get';
import { PAGE } from '../records/query';
import { VENDOR } from '../replies';

/** Somebody who waits for a record. */
interface Waiter {
	id: string;
	session: Session;
	tell(read: Result<IDataObject>): void;
}

/**
 * Reads the records of an object for events that arrive one by one. While one request is under way, the events that arrive
 * meanwhile share the next one: an import of a thousand records would use up the calls of minutes otherwise (sharecrm 11.2).
 */
class RecordReader {
	private waiting: Waiter[] = [];
	private busy = false;

	constructor(private readonly object: string) {}

	get isIdle(): boolean {
		return !this.busy;
	}

	/** The record, as it is at some time after the call. */
	async read(session: Session, id: string): Promise<Result<IDataObject>> {
		return await new Promise((tell) => {
			this.waiting.push({ id, session, tell });
			if (!this.busy) void this.work();
		});
	}

	private async work(): Promise<void> {
		this.busy = true;
		while (this.waiting.length > 0) {
			const waiters = this.waiting.splice(0, PAGE);
			const found = await this.readAll(waiters);
			for (const { id, tell } of waiters) tell(found(id));
		}
		this.busy = false;
	}

	private async readAll(waiters: readonly Waiter[]): Promise<(id: string) => Result<IDataObject>> {
		const [first] = waiters;
		const ids = [...new Set(waiters.map(({ id }) => id))];
		if (first === undefined) return () => missing(undefined);
		const { session } = first;
		const read = await recordsById(session, this.object, ids, {});
		if (!read.ok && ids.length > 1 && read.failure.cause === undefined)
			return await this.readOneByOne(session, ids);
		return (id) => recordIn(read, id);
	}

	/** One ID may be what ShareCRM refuses a query for, so the others are read without it. */
	private async readOneByOne(
		session: Session,
		ids: readonly string[],
	): Promise<(id: string) => Result<IDataObject>> {
		const read = new Map(
			await Promise.all(
				ids.map(async (id) => [id, await recordsById(session, this.object, [id], {})] as const),
			),
		);
		return (id) => {
			const own = read.get(id);
			return own === undefined ? missing(undefined) : recordIn(own, id);
		};
	}
}

function recordIn(read: ReadRecords, id: string): Result<IDataObject> {
	if (!read.ok) return read;
	const row = read.value.get(id);
	return row === undefined ? missing(read.refused?.get(id)) : { ok: true, value: row };
}

function missing(refusal: Failure | undefined): Result<IDataObject> {
	const message = `${VENDOR} does not give this record out`;
	return { ok: false, failure: refusal ?? { message, executed: 'no' } };
}

const readers = perAccount(
	() => new Map<string, RecordReader>(),
	(ofObjects) => [...ofObjects.values()].every(({ isIdle }) => isIdle),
);

/** Reads the record of an event, together with those of other events that wait for it. */
export async function recordOfEvent(
	session: Session,
	object: string,
	id: string,
): Promise<Result<IDataObject>> {
	const ofObjects = readers(session.account ?? session.baseUrl);
	const reader = ofObjects.get(object) ?? new RecordReader(object);
	ofObjects.set(object, reader);
	return await reader.read(session, id);
}
