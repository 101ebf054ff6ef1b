import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode } from '../../harness/workflow';

describe("Bigin's data center", () => {
	let bigin: FakeServer<BiginFakeServer>;
	/** A host that a token names but the user did not choose. It must never receive a request. */
	let foreign: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		[bigin, foreign] = await Promise.all([
			startFakeServer(new BiginFakeServer()),
			startFakeServer(new BiginFakeServer()),
		]);
	});
	afterAll(async () => await Promise.all([bigin.stop(), foreign.stop()]));
	beforeEach(() => {
		bigin.reset();
		foreign.reset();
	});

	const token = (more: object) => ({
		oauthTokenData: {
			access_token: bigin.vendor.firstToken,
			refresh_token: bigin.vendor.refreshToken,
			...more,
		},
	});
	const run = async (change: Record<string, unknown>) =>
		await runNode({
			node: 'bigin',
			credentials: credentialsOf(bigin, 'biginOAuth2Api', change),
			parameters: { resource: 'contact', operation: 'create', inputMode: 'autoMap' },
			items: [{ Last_Name: 'Johnson' }],
			onError: 'continueErrorOutput',
		});

	it('is the one that the user entered if the token names none', async () => {
		const result = await run(token({}));
		expect(result.errors).toEqual([]);
		expect(bigin.seen('/Contacts')).toHaveLength(1);
	});

	it.each([
		['a documented data center is chosen', { dataCenter: 'eu' }],
		['another host was entered', {}],
	])('refuses the host that a token names when %s', async (_when, change) => {
		const result = await run({ ...change, ...token({ api_domain: foreign.url }) });
		expect(result.errors[0]?.json).toMatchObject({
			error: `Zoho Bigin could not be connected: the token belongs to "${foreign.url}", which is not a known data center [item 0]`,
			message: expect.stringContaining("choose the data center 'Custom'"),
			details: { executed: 'no' },
		});
		expect([...bigin.requests, ...foreign.requests]).toEqual([]);
	});

	it.each([
		['API Domain', { apiDomain: 'http://bigin.example.com' }],
		['Accounts Server', { accountsServer: 'http://accounts.example.com' }],
	])("refuses '%s' without encryption on another machine", async (name, change) => {
		const result = await run({ ...change, ...token({}) });
		expect(result.errors[0]?.json).toMatchObject({
			error: expect.stringMatching(
				new RegExp(
					`'${name}' cannot be used: "http://\\w+.example.com" is not encrypted \\[item 0\\]`,
				),
			),
			details: { executed: 'no' },
		});
		expect(bigin.requests).toEqual([]);
	});

	it('is checked again if a renewed token names another one', async () => {
		bigin.vendor.expireTokens();
		bigin.vendor.apiDomain = foreign.url;
		const result = await run({});
		expect(result.errors[0]?.json).toMatchObject({
			error: `Zoho Bigin could not be connected: the token belongs to "${foreign.url}", which is not a known data center [item 0]`,
			message: expect.stringContaining("choose the data center 'Custom'"),
			details: { executed: 'no' },
		});
		expect(foreign.requests).toEqual([]);
		expect(bigin.seen('/Contacts')).toHaveLength(1);
	});

	it('asks the user to connect an account that was never connected', async () => {
		const result = await run({ oauthTokenData: undefined });
		expect(result.errors[0]?.json.error).toBe(
			'Zoho Bigin could not be connected: the account is not connected yet [item 0]',
		);
	});
});
