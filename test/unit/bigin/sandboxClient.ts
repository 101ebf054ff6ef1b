import axios, { type AxiosRequestConfig } from 'axios';

import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { startFakeServer } from '../../harness/sandbox';

export type Json = Record<string, unknown>;
/** An entry of a reply, or a record. */
export type Entry = Json & {
	id: string;
	code: string;
	status: string;
	details: Json & { id: string };
};

export interface Reply {
	status: number;
	body: Json & { data: Entry[]; info: Json };
	headers: Record<string, string>;
}

export interface Client {
	bigin: FakeServer<BiginFakeServer>;
	/** Sends a request with the first token; paths start after /bigin/v2. */
	call(method: string, path: string, body?: unknown, more?: AxiosRequestConfig): Promise<Reply>;
	/** Stores records and gives their ids. */
	add(module: string, ...records: Json[]): Promise<string[]>;
	/** Sets the clock to this time of 2026-03-01 (UTC). */
	at(time: string): void;
}

/** A fake server on a port of its own for the tests of one file, with a clock that stands still. */
export function useClient(): Client {
	const client = {} as Client;
	beforeAll(async () => {
		client.bigin = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await client.bigin.stop());
	beforeEach(() => {
		client.bigin.reset();
		Object.assign(client.bigin.vendor, {
			indexLag: 0,
			listLag: false,
			pageTokenFrom: 2000,
			bulkReadPage: 200_000,
			bulkMillis: 50,
		});
		client.at('10:00:00.000');
	});
	client.at = (time) => {
		client.bigin.vendor.clock = () => new Date(`2026-03-01T${time}Z`);
	};
	client.call = async (method, path, body, more = {}) => {
		const { headers, ...rest } = more;
		const url = path.startsWith('http')
			? path
			: `${client.bigin.url}${path.startsWith('/bigin') ? '' : '/bigin/v2'}${path}`;
		const reply = await axios.request({
			method,
			url,
			data: body,
			validateStatus: () => true,
			headers: { Authorization: `Zoho-oauthtoken ${client.bigin.vendor.firstToken}`, ...headers },
			...rest,
		});
		return {
			status: reply.status,
			body: reply.data as Reply['body'],
			headers: reply.headers as Record<string, string>,
		};
	};
	client.add = async (module, ...records) => {
		const { status, body } = await client.call('POST', `/${module}`, { data: records });
		expect(status).toBe(201);
		return body.data.map(({ details }) => details.id);
	};
	return client;
}

/** The code of a reply's entry or of the whole refusal. */
export const codeOf = ({ body }: Reply): unknown => body.code ?? body.data[0]?.code;
