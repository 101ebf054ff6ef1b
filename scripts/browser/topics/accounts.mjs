import { CredentialForm } from '../credentialForm.mjs';

/** Credentials with a sign-in in a window of its own. */
const ACCOUNTS = [
	['bigin', 'Zoho Bigin OAuth2 API'],
	['kustomer', 'Kustomer OAuth2 API'],
	['salesforceEngagement', 'Salesforce Engagement OAuth2 API'],
];

/** Each account is connected through the window of its service: denied first, then allowed. */
export async function accounts({ editor, fakeServers, check }) {
	const form = new CredentialForm(editor);
	for (const [service, kind] of ACCOUNTS) {
		await form.open(kind);
		await form.fill(await fakeServers.valuesOf(service, kind));

		const denied = await form.connect('Deny');
		check(/Failed to connect/.test(denied), `${kind}: after Deny n8n says that it did not work`);
		check(!(await form.isConnected()), `${kind}: after Deny no account is connected`);

		await form.connect('Allow');
		check(await form.isConnected(), `${kind}: after Allow the account is connected`);
		await form.close();
	}
	await usesPkce(fakeServers, check);
}

/** Salesforce's new apps refuse a sign-in without PKCE. */
async function usesPkce(fakeServers, check) {
	const requests = await fakeServers.requests('salesforceEngagement');
	const asked = requests.filter(({ path }) => path.endsWith('/oauth2/authorize')).at(-1);
	const exchanged = requests.filter(
		({ path, body }) => path.endsWith('/oauth2/token') && body?.grant_type === 'authorization_code',
	);
	check(
		asked?.query.code_challenge_method === 'S256' && exchanged.at(-1)?.body.code_verifier,
		'Salesforce Engagement OAuth2 API: the sign-in uses PKCE',
	);
}
