import { BiginStandIn } from '../../sandbox/bigin/standIn';
import { StandIn } from '../../sandbox/core/standIn';
import type { Credentials } from './workflow';

/** Starts Bigin's stand-in. */
export async function startBigin(): Promise<StandIn<BiginStandIn>> {
	const standIn = new StandIn(new BiginStandIn());
	await standIn.start();
	return standIn;
}

/** A connected Bigin credential for the stand-in. */
export function biginCredentials({ url, vendor }: StandIn<BiginStandIn>): Credentials {
	return {
		biginOAuth2Api: {
			dataCenter: 'custom',
			accountsServer: url,
			apiDomain: url,
			clientId: vendor.clientId,
			clientSecret: vendor.clientSecret,
			oauthTokenData: { access_token: vendor.firstToken, refresh_token: vendor.refreshToken, api_domain: url, token_type: 'Bearer', expires_in: 3600 },
		},
	};
}
