import { testCredential } from '../../harness/credentialTest';
import { autoMap, BULK, conversations, KustomerBench, unnamed } from '../../harness/kustomer';

describe('Kustomer, connection', () => {
	let bench: KustomerBench;
	beforeAll(async () => {
		bench = await KustomerBench.start();
	});
	afterAll(async () => await bench.fakeServer.stop());
	beforeEach(() => bench.fakeServer.reset());

	it('waits for the end of the rate limit window', async () => {
		bench.fakeServer.faults.arm({ fault: { kind: 'throttle' }, path: BULK, times: 1 });
		const result = await bench.run({ parameters: autoMap, items: conversations(1) });
		expect(result.items).toHaveLength(1);
		const [first, second] = bench.fakeServer.seen(BULK).map(({ at }) => at);
		expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(900);
	});

	it('stays within a small budget of requests', async () => {
		Object.assign(bench.fakeServer.vendor.limits, { rate: 4, windowMillis: 2_000 });
		const result = await bench.run({
			parameters: { ...autoMap, requestOptions: { batchSize: 1, parallelRequests: 2 } },
			items: conversations(4),
		});
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => bench.externalIdOf(json.id))).toEqual([
			'c-0',
			'c-1',
			'c-2',
			'c-3',
		]);
		expect(bench.stored()).toHaveLength(4);
		// Three for each conversation: the run waited for each new window before a request was refused.
		expect(bench.fakeServer.requests.filter(({ path }) => !path.includes('/auth/'))).toHaveLength(
			12,
		);
	});

	describe('the credential test', () => {
		const verdict = async (change: Record<string, string> = {}) =>
			await testCredential('kustomer', 'kustomerApi', {
				...bench.fakeServer.vendor.credentials(bench.fakeServer.url).kustomerApi,
				...change,
			} as Record<string, string>);

		it('accepts a working key', async () => {
			expect(await verdict()).toEqual({ status: 'OK', message: 'Connection successful!' });
			expect(bench.fakeServer.requests).toHaveLength(1);
		});

		it.each([
			[
				{ apiKey: 'another-key' },
				'The API key was not accepted. Check the key, its expiry, and the organization or region.',
				1,
			],
			[
				{ host: 'http://127.0.0.1:1' },
				'Kustomer could not be reached: the host refused the connection. Check the address in the credential and the network.',
				0,
			],
			[
				{ host: 'https://nobody.invalid' },
				'Kustomer could not be reached: the host name is not known. Check the address in the credential and the network.',
				0,
			],
			[
				{ connectBy: 'organization', organization: 'evil.example/' },
				"'Organization' must be one word of letters, digits and hyphens",
				0,
			],
			[{ host: 'http://kustomer.example' }, 'is not encrypted', 0],
		])('says of %j what to do', async (change, message, requests) => {
			expect(await verdict(change)).toEqual({
				status: 'Error',
				message: expect.stringContaining(message),
			});
			expect(bench.fakeServer.requests).toHaveLength(requests);
		});

		it('says that the host speaks no HTTPS', async () => {
			// Node warns of a TLS connection to a bare IP address in n8n 1.
			const host = bench.fakeServer.url.replace('http://127.0.0.1', 'https://localhost');
			expect((await verdict({ host })).message).toContain(
				'Kustomer could not be reached: the host does not use HTTPS on this port',
			);
		});

		it('never shows the key', async () => {
			bench.fakeServer.faults.arm({
				fault: {
					kind: 'status',
					status: 403,
					body: { errors: [{ message: `no such key ${bench.fakeServer.vendor.apiKey}` }] },
				},
			});
			expect((await verdict()).message).toBe(
				'Kustomer did not accept the request: no such key ***',
			);
		});

		it('follows no redirect with the key', async () => {
			bench.fakeServer.faults.arm({
				fault: {
					kind: 'status',
					status: 302,
					headers: { location: `${bench.fakeServer.url}/elsewhere` },
					body: {},
				},
			});
			expect((await verdict()).message).toContain('the host answered with a redirect');
			expect(bench.fakeServer.requests).toHaveLength(1);
		});
	});

	describe('a connection that does not work', () => {
		it('tells that the region may be wrong', async () => {
			bench.fakeServer.vendor.wrongRegion = true;
			const result = await bench.run({ parameters: autoMap, items: conversations(1) });
			expect(result.error?.description).toContain('check organization or region');
			expect(result.error?.context).toMatchObject({ details: { httpCode: 401, executed: 'no' } });
		});

		it('tells that the key is not valid, without showing it', async () => {
			bench.fakeServer.faults.arm({
				fault: {
					kind: 'status',
					status: 401,
					body: { errors: [{ message: `no such key ${bench.fakeServer.vendor.apiKey}` }] },
				},
			});
			const result = await bench.run({ parameters: autoMap, items: conversations(1) });
			expect(result.error?.message).toContain('no such key ***');
			expect(JSON.stringify(result.error)).not.toContain(bench.fakeServer.vendor.apiKey);
		});

		it('tells that no host answers', async () => {
			const result = await bench.run(
				{ parameters: { ...autoMap, requestOptions: { maxTries: 1 } }, items: conversations(1) },
				{ host: 'http://127.0.0.1:1' },
			);
			expect(result.error?.message).toBe(
				'Kustomer could not be reached: the host refused the connection [item 0]',
			);
			expect(result.error?.context).toMatchObject({ details: { executed: 'no' } });
		});

		it.each([
			[
				'an organization that is another host',
				{ connectBy: 'organization', organization: 'evil.example/' },
				"'Organization' must be one word",
			],
			[
				'a host that is not encrypted',
				{ connectBy: 'custom', host: 'http://kustomer.example' },
				'is not encrypted',
			],
		])('refuses %s', async (_what, credential, message) => {
			const result = await bench.run({ parameters: autoMap, items: conversations(1) }, credential);
			expect(result.error?.message).toContain(message);
			expect(bench.fakeServer.requests).toHaveLength(0);
		});

		it.each([
			['an HTML page', 'html', 'Kustomer sent an HTML page instead of data'],
			['half a reply', 'truncated', 'Kustomer sent a reply that is not JSON'],
			[
				'a reply without a job',
				'withoutStatus',
				'accepted the conversations, but sent no bulk job',
			],
		] as const)('does not take %s for a result', async (_what, body, message) => {
			bench.fakeServer.faults.arm({
				fault: { kind: 'malformed', body },
				path: BULK,
				skip: 1,
				times: 1,
			});
			const result = await bench.run({
				parameters: { ...autoMap, requestOptions: { batchSize: 2, parallelRequests: 1 } },
				items: unnamed(4),
			});
			expect(bench.posted()).toHaveLength(2);
			expect(result.error?.message).toContain(message);
			expect(result.error?.message).toContain('[item 2]');
			expect(result.error?.description).toContain('Already written: item 0 (id ');
			expect(result.error?.context).toMatchObject({ details: { executed: 'unknown' } });
		});

		it('does not repeat a request that may have been carried out', async () => {
			bench.fakeServer.faults.arm({ fault: { kind: 'dropAfter' }, path: BULK, times: 1 });
			const result = await bench.run({
				parameters: autoMap,
				items: unnamed(1),
				retry: { tries: 2 },
			});
			expect(bench.posted()).toHaveLength(1);
			expect(result.error?.context).toMatchObject({ details: { executed: 'unknown' } });
		});

		it('keeps every entry of a refusal', async () => {
			const errors = [
				{
					status: '400',
					code: 'invalid',
					title: 'Bad',
					detail: 'priority is odd',
					source: { pointer: '/0/priority' },
				},
				{ code: 'bad_request', message: 'name is odd' },
			];
			bench.fakeServer.faults.arm({
				fault: { kind: 'status', status: 400, body: { errors } },
				path: BULK,
			});
			const result = await bench.run({ parameters: autoMap, items: conversations(1) });
			expect(result.error?.message).toBe(
				'Kustomer did not accept the request: priority is odd (at /0/priority); name is odd [item 0]',
			);
			expect(result.error?.description).toContain('HTTP 400, invalid, bad_request');
		});
	});
});
