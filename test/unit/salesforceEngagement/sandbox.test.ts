import { createHash } from 'crypto';

import axios from 'axios';

import { FakeServer } from '../../../sandbox/core/fakeServer';
import { SalesforceEngagementFakeServer } from '../../../sandbox/salesforceEngagement/fakeServer';
import { State } from '../../../sandbox/salesforceEngagement/state/state';

describe("Salesforce's fake login server", () => {
	const fakeServer = new FakeServer(new SalesforceEngagementFakeServer());
	beforeAll(async () => await fakeServer.start());
	afterAll(async () => await fakeServer.stop());
	beforeEach(() => fakeServer.reset());

	const token = async (given: Record<string, string>) => {
		const { clientId, clientSecret } = fakeServer.vendor;
		const reply = await axios.post<Record<string, string>>(
			`${fakeServer.url}/services/oauth2/token`,
			new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...given }),
			{ validateStatus: () => true },
		);
		return reply.data;
	};

	it('takes the code of a sign-in with the verifier of its challenge alone (PKCE)', async () => {
		const verifier = 'a-verifier-of-forty-three-characters-and-more';
		const challenge = createHash('sha256').update(verifier).digest('base64url');
		await axios.get(`${fakeServer.url}/services/oauth2/authorize`, {
			params: { redirect_uri: fakeServer.url, state: 's', code_challenge: challenge },
			maxRedirects: 0,
			validateStatus: () => true,
		});
		const code = { grant_type: 'authorization_code', code: 'sandbox-code' };
		expect(await token(code)).toMatchObject({ error: 'invalid_grant' });
		expect(await token({ ...code, code_verifier: 'another' })).toMatchObject({
			error: 'invalid_grant',
		});
		expect(await token({ ...code, code_verifier: verifier })).toMatchObject({
			access_token: expect.any(String),
			refresh_token: expect.any(String),
		});
	});

	it('takes a rotated refresh token once', async () => {
		fakeServer.vendor.login.rotates = true;
		const refresh = async (refreshToken: string) =>
			await token({ grant_type: 'refresh_token', refresh_token: refreshToken });
		const first = await refresh(fakeServer.vendor.refreshToken);
		expect(first.refresh_token).not.toBe(fakeServer.vendor.refreshToken);
		expect(await refresh(fakeServer.vendor.refreshToken)).toMatchObject({ error: 'invalid_grant' });
		expect(await refresh(first.refresh_token ?? '')).toMatchObject({
			access_token: expect.any(String),
		});
	});
});

describe("The state of Salesforce's fake server", () => {
	afterEach(() => jest.restoreAllMocks());

	it('shows a change to queries only after the lag, and until then what was there before', () => {
		const state = new State();
		const now = Date.now();
		const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
		const names = () => state.seen('Contact').map(({ LastName }) => LastName);
		const written = state.insert('Contact', { LastName: 'old' });
		expect(names()).toEqual(['old']);
		state.lag = 5_000;
		state.update('Contact', written.success ? written.id : '', { LastName: 'new' });
		state.insert('Contact', { LastName: 'second' });
		expect(names()).toEqual(['old']);
		clock.mockReturnValue(now + 5_000);
		expect(names()).toEqual(['new', 'second']);
	});

	it('refuses a write to a locked record, and to one that names it, as often as it is locked', () => {
		const state = new State();
		const account = state.insert('Account', { Name: 'A' });
		const id = account.success ? account.id : '';
		state.locks.set(id.slice(0, 15), 2);
		expect(state.update('Account', id, { Name: 'B' }).success).toBe(false);
		expect(state.insert('Contact', { LastName: 'X', AccountId: id })).toMatchObject({
			success: false,
			errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW' }],
		});
		expect(state.insert('Contact', { LastName: 'X', AccountId: id }).success).toBe(true);
	});
});
