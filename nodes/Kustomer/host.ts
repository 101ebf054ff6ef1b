import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { checkedBaseUrl, HostError } from '../shared/http/host';
import { textOf } from '../shared/base/values';

/** Host of each region (kustomer 1.2). */
const REGIONS: Record<string, string> = {
	us: 'https://api.kustomerapp.com',
	eu: 'https://api.prod2.kustomerapp.com',
	in: 'https://api.prod4.kustomerapp.com',
};

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * The host of a credential (kustomer 1.2).
 * @throws HostError where it is not filled in, or could lead the key to another host
 */
export function baseUrl({
	connectBy,
	organization,
	region,
	host,
}: ICredentialDataDecryptedObject): string {
	if (connectBy === 'custom') return checkedBaseUrl(host, { name: 'Host' });
	if (connectBy === 'region') {
		const known = REGIONS[textOf(region) ?? ''];
		if (known !== undefined) return known;
		throw new HostError(
			`'Region' has the unknown value "${textOf(region) ?? ''}"`,
			'Open the credential and choose a region.',
		);
	}
	const label = textOf(organization)?.trim() ?? '';
	if (LABEL.test(label)) return `https://${label}.api.kustomerapp.com`;
	throw new HostError(
		label === ''
			? "'Organization' is missing"
			: `'Organization' must be one word of letters, digits and hyphens, but is "${label}"`,
		"Give the first part of the address you sign in at, such as 'acme' of acme.kustomerapp.com.",
	);
}
