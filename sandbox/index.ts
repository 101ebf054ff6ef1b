import { BiginStandIn } from './bigin/standIn';
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

/** All stand-ins, running. */
export interface Sandbox {
	standIns: Record<string, StandIn>;
	/** Credentials for n8n's import, decrypted, one per credential type. */
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
		const standIn = new StandIn(make());
		standIns[key] = standIn;
		await standIn.start(firstPort === 0 ? 0 : firstPort + index);
	}
	return {
		standIns,
		credentials: () =>
			Object.values(standIns).flatMap((standIn) =>
				Object.entries(standIn.vendor.credentials(standIn.url)).map(([type, data]) => ({ id: type, name: `Sandbox: ${standIn.vendor.name}`, type, data })),
			),
		stop,
	};
}
