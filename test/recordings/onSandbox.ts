import { randomUUID } from 'node:crypto';

import axios from 'axios';

import type { BiginFakeServer } from '../../sandbox/bigin/fakeServer';
import { FakeServer, type VendorFakeServer } from '../../sandbox/core/fakeServer';
import { KustomerFakeServer } from '../../sandbox/kustomer/fakeServer';
import { misfits } from './compare';
import { fill, placeholders, fakeServerOf, type Exchange, type Found, type Step } from './form';

/** Sends the requests of a recording to the vendor's fake server; gives what its replies have that the recorded ones have not, or the other way round. */
export async function playOnSandbox({ vendor, recording }: Found): Promise<string[]> {
	const { sandbox, exchanges, read } = recording;
	if ('not' in sandbox) return [];
	const fakeServer = new FakeServer(prepared(fakeServerOf(vendor)));
	await fakeServer.start();
	try {
		const values = placeholders(fakeServer.vendor, fakeServer.url);
		for (const step of sandbox.given) {
			const { status, data } = await send(step, fakeServer.url, values);
			if (status >= 400) return [`${step.request.method} ${step.request.path}, which comes before, is answered with ${status}: ${JSON.stringify(data)}`];
		}
		const found: string[] = [];
		for (const [index, exchange] of exchanges.entries()) {
			const { status, headers, data } = await send(exchange, fakeServer.url, values);
			const misfit = [...head(exchange, status, headers as Record<string, unknown>), ...misfits(exchange.reply.body, data, read)];
			found.push(...misfit.map((text) => `reply ${index + 1}: ${text}`));
		}
		return found;
	} finally {
		await fakeServer.stop();
	}
}

/** Jobs are done at once, and limits are far away. */
function prepared(vendor: VendorFakeServer): VendorFakeServer {
	if (vendor instanceof KustomerFakeServer) {
		vendor.jobMillis = 0;
		vendor.limits.rate = 1_000;
	}
	if (vendor.name === 'Zoho Bigin') Object.assign(vendor as BiginFakeServer, { bulkMillis: 0 });
	return vendor;
}

async function send({ request, take = {} }: Step, url: string, values: Map<string, string>) {
	values.set('{{uuid}}', randomUUID());
	const { method, path, query, headers, body } = fill(request, values);
	const reply = await axios.request<unknown>({
		method,
		url: url + path,
		params: query,
		headers,
		...(body === undefined ? {} : { data: body }),
		responseType: 'text',
		transformResponse: (text: string) => (text === '' ? undefined : (JSON.parse(text) as unknown)),
		validateStatus: () => true,
	});
	for (const [text, place] of Object.entries(take)) {
		const value = place.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], reply.data);
		// Stands for the recorded text before a placeholder of the same name does.
		if (value !== undefined) values.set(text, String(value));
	}
	return reply;
}

/** Status and headers: a recorded header has to be there, and a content type has to be the same. */
function head({ reply }: Exchange, status: number, headers: Record<string, unknown>): string[] {
	const media = (type: unknown) => String(type).split(';')[0];
	return [
		...(status === reply.status ? [] : [`status is ${status}, recorded ${reply.status}`]),
		...Object.entries(reply.headers ?? {}).flatMap(([name, value]) => {
			if (headers[name] === undefined) return [`header ${name} is missing`];
			return name === 'content-type' && media(headers[name]) !== media(value) ? [`content type is ${media(headers[name])}, recorded ${media(value)}`] : [];
		}),
	];
}
