import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../base/errors';
import { boolean, type ValueIn } from '../form/fields';
import type { Operation, Resource } from '../form/operation';
import type { Call, Session } from '../http/session';

const dryRun = boolean('dryRun', 'Dry Run', {
	default: true,
	description: 'Whether to return the request that would be sent, and to change nothing',
});

/** Offers to show what an operation would send, without sending it. What it reads before that is read. */
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
				: batch.records.map((): Outcome => ({ ok: true, json: requestShown(session, request) }));
		},
		...(recover === undefined ? {} : { recover }),
	};
}

/** The resource with a dry run for the named operations. */
export function dryRunFor(resource: Resource, values: readonly string[]): Resource {
	return {
		...resource,
		operations: resource.operations.map((operation) =>
			values.includes(operation.value) ? withDryRun(operation) : operation,
		),
	};
}

/** A session that reads, and keeps all other requests to itself. */
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

/** A list that is sent as bytes is JSON; a file is told by its size. */
function textBody(body: Buffer): IDataObject | string {
	try {
		return JSON.parse(body.toString()) as IDataObject;
	} catch {
		return `${body.length} bytes`;
	}
}
