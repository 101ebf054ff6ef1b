import { checkedBaseUrl } from '../../shared/http/host';

/**
 * The host that takes the files of imports: `www.` of the API domain becomes `content.`; any other domain stays as it is
 * (bigin 10.2).
 * The vendor's table says `www.content.`, its sample says `content.`; the node follows the sample.
 */
export function contentHost(apiDomain: string): string {
	return checkedBaseUrl(apiDomain.replace(/^(https?:\/\/)www\./, '$1content.'), {
		name: 'API Domain',
	});
}

/** Where to download a result. */
export interface ResultAddress {
	baseUrl: string;
	path: string;
}

/**
 * Where to download the result of an import, from the path or the full address that its job names (bigin 10.2).
 * @returns undefined for an address that must not receive the token. Only the API domain and Zoho's own hosts of the same
 * data center may receive it
 */
export function resultAddress(apiDomain: string, address: string): ResultAddress | undefined {
	let url: URL;
	try {
		url = new URL(address, `${apiDomain}/`);
	} catch {
		return undefined;
	}
	if (url.username !== '' || url.password !== '') return undefined;
	const result = { baseUrl: url.origin, path: `${url.pathname}${url.search}` };
	if (url.origin === apiDomain) return result;
	const [, ending] = /^https:\/\/www\.zohoapis(\.[a-z.]+)$/.exec(apiDomain) ?? [];
	if (ending === undefined || url.protocol !== 'https:' || url.port !== '') return undefined;
	// A guess: Zoho CRM serves results from hosts such as download-accl.zoho.com.
	const known = [
		`.zohoapis${ending}`,
		`.zoho${ending}`,
		...(ending === '.ca' ? ['.zohocloud.ca'] : []),
	];
	return known.some((suffix) => url.hostname.endsWith(suffix)) ? result : undefined;
}
