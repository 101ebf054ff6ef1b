import { sleep, type IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { textOf } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import { VENDOR } from '../replies';
import type { Output } from './form';
import { shapeOf } from './index';
import { recordOfEvent } from './records';

/** Longest time to read the record of an event, in milliseconds. */
const LONGEST_READ = 8_000;
/** A timer cannot be ended, so it is short. */
const LOOK = 250;
const LATE: Failure = {
	message: `${VENDOR} did not give the record out in time`,
	executed: 'no',
};
const UNREAD: Failure = { message: 'The record could not be read', executed: 'no' };

/**
 * The record of an event, or why there is none. ShareCRM does not send the event again by then, and it is lost if n8n ends
 * meanwhile, so the event does not wait long for its record.
 */
export async function recordInTime(
	event: IDataObject,
	output: Output,
	connected: () => Promise<Result<Session>>,
): Promise<Result<IDataObject>> {
	let done = false;
	const read = async (): Promise<Result<IDataObject>> => {
		try {
			return await recordOf(event, output, connected);
		} catch {
			return { ok: false, failure: UNREAD };
		} finally {
			done = true;
		}
	};
	const late = async (): Promise<Result<IDataObject>> => {
		const end = Date.now() + LONGEST_READ;
		while (!done && Date.now() < end) await sleep(LOOK);
		return { ok: false, failure: LATE };
	};
	return await Promise.race([read(), late()]);
}

async function recordOf(
	{ apiName, dataId }: IDataObject,
	output: Output,
	connected: () => Promise<Result<Session>>,
): Promise<Result<IDataObject>> {
	const object = textOf(apiName);
	const id = textOf(dataId);
	if (object === undefined || id === undefined)
		return { ok: false, failure: { message: 'The event names no record', executed: 'no' } };
	const session = await connected();
	if (!session.ok) return session;
	const read = await recordOfEvent(session.value, object, id);
	if (!read.ok) return read;
	return { ok: true, value: (await shapeOf(session.value, object, output))(read.value) };
}
