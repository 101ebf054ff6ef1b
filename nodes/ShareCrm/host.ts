import { HostError, checkedBaseUrl } from '../shared/http/host';
import { LONGEST_ADDRESS } from '../shared/base/trim';
import { textOf } from '../shared/base/values';

/** Hosts of the documented clouds (sharecrm 1). */
export const CLOUDS: readonly string[] = [
	'open.fxiaoke.com',
	'open-hwcloud.fxiaoke.com',
	'open-ale.fxiaoke.com',
	'open-hws.fxiaoke.com',
	'open-ksc.sharecrm.com',
	'open-na.sharecrm.com',
];

/** Values of the credential. */
export interface ShareCrmCredential {
	cloud: string;
	host?: string;
	appId: string;
	appSecret: string;
	permanentCode: string;
	operatorEmployeeId: string;
	/** Calls that n8n may make in a day; no limit if absent or 0. */
	dailyCalls?: number;
}

/**
 * The address of the tenant's cloud (sharecrm 1).
 * @throws HostError for a cloud that is not documented and was not given by the user
 */
export function cloudUrl(credential: Pick<ShareCrmCredential, 'cloud' | 'host'>): string {
	if (credential.cloud === 'custom') return checkedBaseUrl(credential.host, { name: 'Host' });
	if (CLOUDS.includes(credential.cloud)) return `https://${credential.cloud}`;
	throw new HostError(
		`the cloud "${credential.cloud}" is not known`,
		"Open the credential and choose a cloud, or 'Custom' with the host of your own.",
	);
}

/**
 * The address of a file as ShareCRM names it; no page lists its hosts (sharecrm 8).
 * @returns undefined for an address that is not encrypted, unless it is on the host of the credential
 */
export function fileAddress(given: unknown, baseUrl: string): URL | undefined {
	const text = textOf(given);
	if (text === undefined || text.length > LONGEST_ADDRESS || !URL.canParse(text)) return undefined;
	const address = new URL(text);
	if (address.username !== '' || address.password !== '') return undefined;
	return address.protocol === 'https:' || address.origin === baseUrl ? address : undefined;
}

/** The employee whose permissions apply. Throws HostError. */
export function operatorOf(credential: Pick<ShareCrmCredential, 'operatorEmployeeId'>): string {
	const operator = textOf(credential.operatorEmployeeId) ?? '';
	if (/^[\w-]+$/.test(operator)) return operator;
	throw new HostError(
		"'Operator Employee ID' is missing or holds more than an id",
		'Open the credential and enter the employee ID of the person whose permissions apply, such as 1000.',
	);
}
