import { HostError, checkedBaseUrl } from '../shared/http/host';
import type { OAuth2Credential } from '../shared/http/oauth2';
import { withoutEnd } from '../shared/base/trim';
import { isObject, textOf } from '../shared/base/values';

/** API domain of each documented data center (bigin 1.1). */
export const API_DOMAINS: Record<string, string> = {
	us: 'https://www.zohoapis.com',
	eu: 'https://www.zohoapis.eu',
	in: 'https://www.zohoapis.in',
	au: 'https://www.zohoapis.com.au',
	cn: 'https://www.zohoapis.com.cn',
	jp: 'https://www.zohoapis.jp',
	sa: 'https://www.zohoapis.sa',
	ca: 'https://www.zohoapis.ca',
};

/** The decrypted data of the credential. */
export interface BiginCredential extends OAuth2Credential {
	dataCenter: string;
	accountsServer?: string;
	apiDomain?: string;
}

/**
 * Picks the API domain: the one that the token names, or else the one of the chosen data center.
 * @throws HostError if the account is not connected, the data center is unknown, or the token names a domain that is
 * neither documented (bigin 1.1) nor entered by the user
 */
export function apiDomain(credential: BiginCredential): string {
	if (!isObject(credential.oauthTokenData)) {
		throw new HostError(
			'the account is not connected yet',
			'Open the credential and connect the account.',
		);
	}
	const custom = credential.dataCenter === 'custom' ? customDomain(credential) : undefined;
	const chosen = custom ?? API_DOMAINS[credential.dataCenter];
	const named = withoutEnd(textOf(credential.oauthTokenData.api_domain) ?? '', '/');
	if (named === '' || named === chosen) {
		if (chosen !== undefined) return chosen;
		throw new HostError(
			`the data center "${credential.dataCenter}" is not known`,
			'Open the credential and choose a data center.',
		);
	}
	if (custom === undefined && Object.values(API_DOMAINS).includes(named)) return named;
	throw new HostError(
		`the token belongs to "${named}", which is not a known data center`,
		"If this host is correct, choose the data center 'Custom' in the credential and enter the host as 'API Domain'.",
	);
}

/** The API domain that the user entered. Checks the accounts server as well, because it receives the client secret. */
function customDomain({ accountsServer, apiDomain: domain }: BiginCredential): string {
	checkedBaseUrl(accountsServer, { name: 'Accounts Server' });
	return checkedBaseUrl(domain, { name: 'API Domain' });
}
