import axios from 'axios';
import type { FastifyInstance } from 'fastify';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { BiginFakeServer } from '../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../sandbox/core/fakeServer';
import { credentialsOf, startFakeServer } from './sandbox';
import { pollNode, type PollSpec } from './poll';

/** A fake server whose clock the test moves, and what changes its records and polls the trigger. */
export function useBiginTrigger() {
	/** Bigin with a clock that the test moves, also in the header of its replies. */
	class Clocked extends BiginFakeServer {
		millis = Date.UTC(2026, 2, 1, 10);
		override clock = () => new Date(this.millis);

		override routes(app: FastifyInstance): void {
			app.addHook('onSend', async (_request, reply, payload) => {
				void reply.header('date', this.clock().toUTCString());
				return await Promise.resolve(payload);
			});
			super.routes(app);
		}
	}
	const started = {} as { bigin: FakeServer<Clocked> };
	beforeAll(async () => {
		started.bigin = await startFakeServer(new Clocked());
	});
	afterAll(async () => await started.bigin.stop());
	beforeEach(() => {
		started.bigin.reset();
		Object.assign(started.bigin.vendor, { indexLag: 0, listLag: false });
	});
	const pass = (seconds: number) => {
		started.bigin.vendor.millis += seconds * 1000;
	};
	const api = async (method: string, path: string, data?: IDataObject[]) => {
		const headers = { Authorization: `Zoho-oauthtoken ${started.bigin.vendor.firstToken}` };
		const reply = await axios.request<{ data: Array<{ status: string; details: { id: string } }> }>(
			{
				method,
				url: `${started.bigin.url}/bigin/v2/${path}`,
				headers,
				data: data && { data },
			},
		);
		expect(reply.data.data.every(({ status }) => status === 'success')).toBe(true);
		return reply.data.data.map(({ details }) => details.id);
	};
	const contacts = async (...names: string[]) =>
		await api(
			'POST',
			'Contacts',
			names.map((Last_Name) => ({ Last_Name })),
		);
	const many = (count: number, name = 'Name') =>
		Array.from({ length: count }, (_, index) => `${name} ${index}`);
	const rename = async (id: string | undefined, Last_Name: string) =>
		await api('PUT', 'Contacts', [{ id, Last_Name }]);
	const trigger = async (
		triggerOn: string,
		parameters: INodeParameters = {},
		spec: Partial<PollSpec> = {},
	) =>
		await pollNode({
			node: 'biginTrigger',
			credentials: credentialsOf(started.bigin, 'biginOAuth2Api'),
			parameters: { triggerOn, module: 'Contacts', simplify: true, options: {}, ...parameters },
			...spec,
		});
	const names = (items: IDataObject[] | null) => items?.map(({ Full_Name }) => Full_Name);
	const lists = () => started.bigin.requests.filter(({ method }) => method === 'GET');
	return { started, pass, api, contacts, many, rename, trigger, names, lists };
}
