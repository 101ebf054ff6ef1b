import { FakeServer, type VendorFakeServer } from '../../sandbox/core/fakeServer';
import type { Credentials } from './credentials';

/** Starts a vendor's fake server on a free port. */
export async function startFakeServer<V extends VendorFakeServer>(
	vendor: V,
): Promise<FakeServer<V>> {
	const fakeServer = new FakeServer(vendor);
	await fakeServer.start();
	return fakeServer;
}

/** A fresh, working credential for a running fake server; `change` overrides values of a credential type. */
export function credentialsOf(
	fakeServer: FakeServer,
	type: string,
	change: Record<string, unknown> = {},
): Credentials {
	const credential = fakeServer.vendor.credentials(fakeServer.url)[type];
	return { [type]: { ...credential, ...change } } as Credentials;
}
