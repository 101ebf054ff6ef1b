import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../base/errors';
import { boolean, type ValueIn } from '../form/fields';
import type { Operation, Resource } from '../form/operation';
import type { Call, Session } from '../http/session';

const dryRun = boolean('dryRun', 'Dry Run', {
	default: true,
	description: 'Whether to return the request that would be sent, without changing anything',
});

/** Adds the option to return the request that an operation would send, without sending it. Reads before that request are still sent. */
export function withDryRun(operation: Operation): Operation {
	const { send, recover, options = [] } = operation;
	return {
		...operation,
		options: [...options, dryRun],
		returns: { ...operation.returns, dryRun: 'boolean', request: 'object' },
		async send(session, batch, files) {
			const { dryRun: wanted }: ValueIn<typeof dryRun> = batch.options;
			if (wanted !== true) return await send(session, batch, files);
			const held: Call[] = [];
			const outcomes = await send(holding(session, held), batch, files);
			const [request] = held;
			return request === undefined
				? outcomes
				: batch.records.map(
						(): Outcome => ({ ok: true, json: requestShown(session, request), unchanged: true }),
					);
		},
		...(recover === undefined ? {} : { recover }),
	};
}

/** The resource, with the option Dry Run for the operations with these values. */
export function dryRunFor(resource: Resource, values: readonly string[]): Resource {
	return {
		...resource,
		operations: resource.operations.map((operation) =>
			values.includes(operation.value) ? withDryRun(operation) : operation,
		),
	};
}

/** A session that sends reads and collects all other requests in `held`. */
function holding(session: Session, held: Call[]): Session {
	return Object.assign(Object.create(session) as Session, {
		async call(call: Call) {
			if (call.reads === true || call.method === 'GET') return await session.call(call);
			held.push(call);
			return failed({ message: 'Nothing was sent, because this is a dry run', executed: 'no' });
		},
	});
}

function requestShown({ baseUrl }: Session, { method, path, query, body }: Call): IDataObject {
	return {
		dryRun: true,
		request: {
			method,
			url: `${baseUrl}${path}`,
			...(query === undefined ? {} : { query }),
			...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? textBody(body) : body }),
		},
	};
}

/** The body for display: bytes that hold JSON are shown as JSON, a file by its size. */
function textBody(body: Buffer): IDataObject | string {
	try {
		return JSON.parse(body.toString()) as IDataObject;
	} catch {
		return `${body.length} bytes`;
	}
}
