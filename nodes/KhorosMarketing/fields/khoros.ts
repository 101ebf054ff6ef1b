import type { IDataObject } from 'n8n-workflow';

import { at, isObject } from '../../shared/base/values';
import { text, type Field } from '../../shared/form/fields';

/** A text that is a secret: the form does not show it. */
export function secret(
	name: string,
	displayName: string,
	options: Parameters<typeof text>[2],
): Field {
	const field = text(name, displayName, options);
	return { ...field, property: { ...field.property, typeOptions: { password: true } } };
}

/** Keys of what is sent that a reply may repeat, but no item may show. */
const SECRETS = ['authHeaderValue', 'bearerToken'];
/** Names of headers that may carry a secret; that of a CRM is not documented (khoros-marketing 8.2). */
const SECRET_HEADER = /auth|cookie|key|secret|token|signature/i;

/** What Khoros says, without its envelope and without secrets (khoros-marketing 8.3). Replies are undocumented, so all else stays as it is. */
export function contentOf(body: unknown): IDataObject {
	const data = at(body, 'data');
	const content = isObject(data) && at(body, 'status') !== undefined ? data : body;
	return isObject(content) ? withoutSecrets(content) : {};
}

/** The entries of a list, with or without an envelope. */
export function entriesOf(body: unknown): IDataObject[] {
	const data = Array.isArray(body) ? body : at(body, 'data');
	return Array.isArray(data) ? data.filter(isObject).map(withoutSecrets) : [];
}

/** A subscription or an event, without the secret of the CRM that a failed call holds (khoros-marketing 8.2). */
export function withoutSecrets(given: IDataObject): IDataObject {
	const json = Object.fromEntries(
		Object.entries(given).filter(([key]) => !SECRETS.includes(key)),
	) as IDataObject;
	const call = at(json.data, 'externalCall');
	const headers = at(call, 'requestHeaders');
	if (!isObject(json.data) || !isObject(call) || !isObject(headers)) return json;
	const kept = Object.entries(headers).filter(([name]) => !SECRET_HEADER.test(name));
	return {
		...json,
		data: { ...json.data, externalCall: { ...call, requestHeaders: Object.fromEntries(kept) } },
	};
}
