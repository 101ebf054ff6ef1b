import { StandIn, type VendorStandIn } from '../../sandbox/core/standIn';
import type { Credentials } from './workflow';

/** Starts a vendor's stand-in on a free port. */
export async function startStandIn<V extends VendorStandIn>(vendor: V): Promise<StandIn<V>> {
	const standIn = new StandIn(vendor);
	await standIn.start();
	return standIn;
}

/** A fresh, working credential for a running stand-in; `change` overrides values of a credential type. */
export function credentialsOf(
	standIn: StandIn,
	type: string,
	change: Record<string, unknown> = {},
): Credentials {
	const credential = standIn.vendor.credentials(standIn.url)[type];
	return { [type]: { ...credential, ...change } } as Credentials;
}
