/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { runNode, type RunResult } from '../harness/workflow';
import { type Credentials } from '../harness/credentials';
import { differences } from './compare';
import { fill, placeholders, fakeServerOf, type Exchange, type Found, type NodeRun } from './form';

interface Sent {
	method: string;
	path: string;
	query: Record<string, string>;
	headers: IncomingMessage['headers'];
	body: unknown;
}

const ROLES = '/v1/auth/tokens/current';

/** Runs the node of a recording against a server that gives the recorded replies in their order. */
export async function playOnNode({ vendor, recording }: Found, run: NodeRun): Promise<{ requests: string[]; result: RunResult; expected: NodeRun['result'] }> {
	const sent: Sent[] = [];
	let exchanges: Exchange[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const given = asSent(request, Buffer.concat(chunks).toString('utf8'));
			const recorded = exchanges[sent.length]?.request;
			// Kustomer's roles are asked for beforehand; the recording get-current-token shows that request.
			if (given.path === ROLES && recorded?.path !== ROLES) {
				response.writeHead(410).end();
				return;
			}
			sent.push(given);
			const { status, headers, body } = exchanges[sent.length - 1]?.reply ?? { status: 410, body: { message: 'not recorded' } };
			response.writeHead(status, { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
			response.end(body === undefined ? undefined : JSON.stringify(body));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const fakeServer = fakeServerOf(vendor);
		const values = placeholders(fakeServer, url);
		if (!values.has('{{token}}')) values.set('{{token}}', 'RECORDED0TOKEN');
		exchanges = fill(recording.exchanges, values);
		const [[type, credential] = ['', {}]] = Object.entries(fakeServer.credentials(url));
		const result = await runNode({
			node: run.name,
			parameters: run.parameters,
			items: run.items,
			credentials: { [type]: credential } as Credentials,
			...(run.result.errors ? { onError: 'continueErrorOutput' } : {}),
		});
		return { requests: compared(exchanges, sent), result, expected: fill(run.result, values) };
	} finally {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
}

function asSent(request: IncomingMessage, text: string): Sent {
	const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
	const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
	const body = text === '' ? undefined : isForm ? Object.fromEntries(new URLSearchParams(text)) : (JSON.parse(text) as unknown);
	return { method: request.method ?? '', path: decodeURIComponent(pathname), query: Object.fromEntries(searchParams), headers: request.headers, body };
}

/** How the requests that were sent differ from the recorded ones. */
function compared(exchanges: Exchange[], sent: Sent[]): string[] {
	const found = exchanges.flatMap(({ request }, index) => {
		const given = sent[index];
		if (!given) return [`request ${index + 1}: ${request.method} ${request.path} was not sent`];
		const { method, path, query, headers, body } = given;
		const recordedHeaders = request.headers ?? {};
		const sentHeaders = Object.fromEntries(Object.keys(recordedHeaders).map((name) => [name, name === 'content-type' ? headers[name]?.split(';')[0] : headers[name]]));
		return [
			...differences(`${request.method} ${decodeURIComponent(request.path)}`, `${method} ${path}`, 'call'),
			...differences(request.query ?? {}, query, 'query'),
			...differences(recordedHeaders, sentHeaders, 'headers'),
			...differences(request.body, body),
		].map((text) => `request ${index + 1}: ${text}`);
	});
	// Recorded elsewhere: where a version may be unknown, the node also asks which ones there are (list-versions), and for refused duplicates, which conversations are the newest (list-conversations).
	const others = sent.slice(exchanges.length).filter(({ method, path }) => !['GET /services/data/', 'GET /v1/conversations'].includes(`${method} ${path}`));
	return [...found, ...others.map(({ method, path }) => `${method} ${path} is not in the recording`)];
}
