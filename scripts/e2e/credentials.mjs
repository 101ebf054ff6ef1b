import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { n8nCommand } from '../n8nHost.mjs';
import { say } from '../steps.mjs';

/** Imports a good credential of each type, and a wrong one of most. */
export async function importCredentials(host, env, userFolder, sandbox) {
	say('importing credentials');
	const file = path.join(userFolder, 'credentials.json');
	writeFileSync(file, JSON.stringify([...sandbox.credentials(), ...wrongCredentials(sandbox)]));
	await n8nCommand(host, env, ['import:credentials', `--input=${file}`]);
}

/** What makes each credential a wrong one. */
const SECRETS = [
	{
		type: 'biginOAuth2Api',
		secret: {
			clientSecret: 'wrong',
			oauthTokenData: { access_token: 'wrong', refresh_token: 'wrong' },
		},
	},
	{ type: 'kustomerApi', secret: { apiKey: 'wrong' } },
	{
		type: 'kustomerOAuth2Api',
		secret: {
			clientSecret: 'wrong',
			oauthTokenData: { access_token: 'wrong', refresh_token: 'wrong' },
		},
	},
	{
		type: 'salesforceEngagementOAuth2Api',
		secret: {
			clientSecret: 'wrong',
			oauthTokenData: { access_token: 'wrong', refresh_token: 'wrong' },
		},
	},
	{ type: 'salesforceEngagementClientCredentialsOAuth2Api', secret: { clientSecret: 'wrong' } },
	{ type: 'shareCrmApi', secret: { appSecret: 'wrong' } },
	{ type: 'khorosMarketingApi', secret: { accessToken: 'wrong' } },
	{ type: 'khorosMarketingCrmApi', secret: { secret: 'wrong' } },
];

/** The credentials of the sandbox, each with a wrong secret. */
export function wrongCredentials(sandbox) {
	return SECRETS.map(({ type, secret }) => {
		const good = sandbox.credentials().find((entry) => entry.type === type);
		return {
			...good,
			// PostgreSQL takes 36 characters.
			id: `${type.slice(-31)}Wrong`,
			name: `${good.name} (wrong)`,
			data: { ...good.data, ...secret },
		};
	});
}
