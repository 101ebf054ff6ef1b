import type { ICredentialType } from 'n8n-workflow';

import { BiginOAuth2Api } from '../credentials/BiginOAuth2Api.credentials';
import { KhorosMarketingCrmApi } from '../credentials/KhorosMarketingCrmApi.credentials';
import { KustomerApi } from '../credentials/KustomerApi.credentials';
import { SalesforceEngagementClientCredentialsOAuth2Api } from '../credentials/SalesforceEngagementClientCredentialsOAuth2Api.credentials';
import { SalesforceEngagementJwtApi } from '../credentials/SalesforceEngagementJwtApi.credentials';
import { SalesforceEngagementOAuth2Api } from '../credentials/SalesforceEngagementOAuth2Api.credentials';
import { ShareCrmApi } from '../credentials/ShareCrmApi.credentials';
import { BiginStandIn } from './bigin/standIn';
import { indexPage } from './core/page';
import { StandIn, type VendorStandIn } from './core/standIn';
import { KhorosMarketingStandIn } from './khorosMarketing/standIn';
import { KustomerStandIn } from './kustomer/standIn';
import { SalesforceEngagementStandIn } from './salesforceEngagement/standIn';
import { ShareCrmStandIn } from './shareCrm/standIn';

/** One stand-in per vendor, in the order of their ports. */
export const VENDORS: ReadonlyArray<{ key: string; make: () => VendorStandIn }> = [
	{ key: 'bigin', make: () => new BiginStandIn() },
	{ key: 'kustomer', make: () => new KustomerStandIn() },
	{ key: 'salesforceEngagement', make: () => new SalesforceEngagementStandIn() },
	{ key: 'shareCrm', make: () => new ShareCrmStandIn() },
	{ key: 'khorosMarketing', make: () => new KhorosMarketingStandIn() },
];

/** Forms of the credentials, whose words the pages use. */
const CREDENTIAL_TYPES: readonly ICredentialType[] = [
	new BiginOAuth2Api(),
	new KhorosMarketingCrmApi(),
	new KustomerApi(),
	new SalesforceEngagementClientCredentialsOAuth2Api(),
	new SalesforceEngagementJwtApi(),
	new SalesforceEngagementOAuth2Api(),
	new ShareCrmApi(),
];

function pageOf({ vendor, url, count }: StandIn): string {
	const credentials = Object.entries(vendor.credentials(url)).flatMap(([name, values]) =>
		CREDENTIAL_TYPES.filter((type) => type.name === name).map((type) => ({ type, values })),
	);
	return indexPage({ name: vendor.name, stored: vendor.stored(), requests: count, credentials });
}

function credentialName({ name, credentialKinds }: VendorStandIn, type: string): string {
	const kind = credentialKinds?.[type];
	return `Sandbox: ${name}${kind === undefined ? '' : ` (${kind})`}`;
}

/** All stand-ins, running. */
export interface Sandbox {
	standIns: Record<string, StandIn>;
	/** Credentials for n8n's import, decrypted, one per credential type, each with a name of its own. */
	credentials(): Array<{ id: string; name: string; type: string; data: Record<string, unknown> }>;
	stop(): Promise<void>;
}

/**
 * Starts every vendor's stand-in on loopback.
 * @param firstPort the vendors take this port and the following ones; 0 takes free ones
 */
export async function startSandbox(firstPort = 0): Promise<Sandbox> {
	const standIns: Record<string, StandIn> = {};
	const stop = async () => {
		await Promise.all(Object.values(standIns).map(async (standIn) => await standIn.stop()));
	};
	for (const [index, { key, make }] of VENDORS.entries()) {
		const standIn = new StandIn(make(), pageOf);
		standIns[key] = standIn;
		await standIn.start(firstPort === 0 ? 0 : firstPort + index);
	}
	return {
		standIns,
		credentials: () =>
			Object.values(standIns).flatMap((standIn) =>
				Object.entries(standIn.vendor.credentials(standIn.url)).map(([type, data]) => ({
					id: type,
					name: credentialName(standIn.vendor, type),
					type,
					data,
				})),
			),
		stop,
	};
}
