import type { ICredentialType } from 'n8n-workflow';

import { BiginOAuth2Api } from '../credentials/BiginOAuth2Api.credentials';
import { KhorosMarketingApi } from '../credentials/KhorosMarketingApi.credentials';
import { KhorosMarketingCrmApi } from '../credentials/KhorosMarketingCrmApi.credentials';
import { KustomerApi } from '../credentials/KustomerApi.credentials';
import { KustomerOAuth2Api } from '../credentials/KustomerOAuth2Api.credentials';
import { SalesforceEngagementClientCredentialsOAuth2Api } from '../credentials/SalesforceEngagementClientCredentialsOAuth2Api.credentials';
import { SalesforceEngagementJwtApi } from '../credentials/SalesforceEngagementJwtApi.credentials';
import { SalesforceEngagementOAuth2Api } from '../credentials/SalesforceEngagementOAuth2Api.credentials';
import { ShareCrmApi } from '../credentials/ShareCrmApi.credentials';
import { BiginFakeServer } from './bigin/fakeServer';
import { indexPage } from './core/page';
import { FakeServer, type VendorFakeServer } from './core/fakeServer';
import { KhorosMarketingFakeServer } from './khorosMarketing/fakeServer';
import { KustomerFakeServer } from './kustomer/fakeServer';
import { SalesforceEngagementFakeServer } from './salesforceEngagement/fakeServer';
import { ShareCrmFakeServer } from './shareCrm/fakeServer';

/** One fake server per vendor, in the order of their ports. */
export const VENDORS: ReadonlyArray<{ key: string; make: () => VendorFakeServer }> = [
	{ key: 'bigin', make: () => new BiginFakeServer() },
	{ key: 'kustomer', make: () => new KustomerFakeServer() },
	{ key: 'salesforceEngagement', make: () => new SalesforceEngagementFakeServer() },
	{ key: 'shareCrm', make: () => new ShareCrmFakeServer() },
	{ key: 'khorosMarketing', make: () => new KhorosMarketingFakeServer() },
];

/** Forms of the credentials, whose words the pages use. */
const CREDENTIAL_TYPES: readonly ICredentialType[] = [
	new BiginOAuth2Api(),
	new KhorosMarketingApi(),
	new KhorosMarketingCrmApi(),
	new KustomerApi(),
	new KustomerOAuth2Api(),
	new SalesforceEngagementClientCredentialsOAuth2Api(),
	new SalesforceEngagementJwtApi(),
	new SalesforceEngagementOAuth2Api(),
	new ShareCrmApi(),
];

function pageOf({ vendor, url, count }: FakeServer): string {
	const credentials = Object.entries(vendor.credentials(url)).flatMap(([name, values]) =>
		CREDENTIAL_TYPES.filter((type) => type.name === name).map((type) => ({ type, values })),
	);
	return indexPage({ name: vendor.name, stored: vendor.stored(), requests: count, credentials });
}

function credentialName({ name, credentialKinds }: VendorFakeServer, type: string): string {
	const kind = credentialKinds?.[type];
	return `Sandbox: ${name}${kind === undefined ? '' : ` (${kind})`}`;
}

/** Most characters of a credential's ID in n8n's PostgreSQL tables. */
const MOST_ID_CHARS = 36;

/** All fake servers, running. */
export interface Sandbox {
	fakeServers: Record<string, FakeServer>;
	/** Credentials for n8n's import, decrypted, one per credential type, each with a name of its own. */
	credentials(): Array<{ id: string; name: string; type: string; data: Record<string, unknown> }>;
	stop(): Promise<void>;
}

/**
 * Starts every vendor's fake server on loopback.
 * @param firstPort the vendors take this port and the following ones; 0 takes free ones
 */
export async function startSandbox(firstPort = 0): Promise<Sandbox> {
	const fakeServers: Record<string, FakeServer> = {};
	const stop = async () => {
		await Promise.all(
			Object.values(fakeServers).map(async (fakeServer) => await fakeServer.stop()),
		);
	};
	for (const [index, { key, make }] of VENDORS.entries()) {
		const fakeServer = new FakeServer(make(), pageOf);
		fakeServers[key] = fakeServer;
		await fakeServer.start(firstPort === 0 ? 0 : firstPort + index);
	}
	return {
		fakeServers,
		credentials: () =>
			Object.values(fakeServers).flatMap((fakeServer) =>
				Object.entries(fakeServer.vendor.credentials(fakeServer.url)).map(([type, data]) => ({
					id: type.slice(-MOST_ID_CHARS),
					name: credentialName(fakeServer.vendor, type),
					type,
					data,
				})),
			),
		stop,
	};
}
