import { checkedBaseUrl } from '../../shared/http/host';

/**
 * The host that takes files for imports: `www.` of the API domain becomes `content.`; any other domain is its own (bigin 10.2).
 * The page's table says `www.content.`, its sample `content.`, and the sample counts.
 */
export function contentHost(apiDomain: string): string {
	return checkedBaseUrl(apiDomain.replace(/^(https?:\/\/)www\./, '$1content.'), {
		name: 'API Domain',
	});
}

/** Where a result can be had. */
export interface ResultAddress {
	baseUrl: string;
	path: string;
}

/**
 * Where the result of an import can be had, from the address that a job names, as a path or whole (bigin 10.2).
 * @returns undefined for an address that may not be sent the token: only Zoho's own hosts of the same data center may, and the API domain itself
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
	// A guess: for Zoho CRM results lie on hosts such as download-accl.zoho.com.
	const known = [
		`.zohoapis${ending}`,
		`.zoho${ending}`,
		...(ending === '.ca' ? ['.zohocloud.ca'] : []),
	];
	return known.some((suffix) => url.hostname.endsWith(suffix)) ? result : undefined;
}
