import fastify from 'fastify';

import { LATENCY } from './settings.mjs';

/** A fake server for Zoho CRM that takes what n8n's Zoho CRM node sends, as late as the others. */
export async function startPeer(port) {
	const app = fastify();
	const peer = { count: 0, credential: undefined };
	app.post('/crm/v2/contacts', async ({ body }, reply) => {
		peer.count += 1;
		await new Promise((resolve) => setTimeout(resolve, LATENCY));
		reply.code(201);
		return {
			data: body.data.map(() => ({
				code: 'SUCCESS',
				details: { id: String(5545974000000000000n + BigInt(peer.count)) },
				message: 'record added',
				status: 'success',
			})),
		};
	});
	const url = await app.listen({ port, host: '127.0.0.1' });
	peer.credential = {
		id: 'zohoOAuth2Api',
		name: 'Zoho CRM',
		type: 'zohoOAuth2Api',
		data: {
			clientId: 'client',
			clientSecret: 'secret',
			oauthTokenData: {
				access_token: 'access',
				refresh_token: 'refresh',
				api_domain: url,
				token_type: 'Bearer',
			},
		},
	};
	return peer;
}
