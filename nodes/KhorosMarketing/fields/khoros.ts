import type { IDataObject } from 'n8n-workflow';

import { at, isObject, textOf } from '../../shared/base/values';
import { text, type Field } from '../../shared/form/fields';
import { redaction } from '../../shared/http/secrets';

/** A text that is a secret: the form does not show it. */
export function secret<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: { required?: Required; description: string },
): Field<Name, string, Required> {
	const field = text(name, displayName, options);
	return { ...field, property: { ...field.property, typeOptions: { password: true } } };
}

/** Keys of what is sent that a reply may repeat, but no item may show. */
const SECRETS = ['authHeaderValue', 'bearerToken'];
/** Headers of a request of Khoros that carry no secret. Which header carries that of a CRM is not documented (khoros-marketing 3), so all others are left out. */
const OPEN_HEADER =
	/^(accept(-\w+)?|connection|content-(length|type)|date|host|user-agent|x-sf-[\w-]+)$/i;

/** What Khoros says, without its envelope and without secrets (khoros-marketing 8.3). Replies are undocumented, so all else stays as it is. */
export function contentOf(body: unknown): IDataObject {
	if (!isObject(body)) return {};
	const { data, status, ...rest } = body;
	if (isObject(data) && status !== undefined) return withoutSecrets(data);
	// An envelope without content; that of a subscription is a text.
	return withoutSecrets(
		isObject(status) ? { ...rest, ...(data === undefined ? {} : { data }) } : body,
	);
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
	const all = Object.entries(headers);
	const open = all.filter(([name]) => OPEN_HEADER.test(name));
	const secrets = all
		.filter(([name]) => !OPEN_HEADER.test(name))
		.flatMap(([, values]) => [values].flat().map((value) => textOf(value)));
	const clean: IDataObject = {
		...json.data,
		externalCall: { ...call, requestHeaders: Object.fromEntries(open) },
	};
	// A server may echo the header, also without the word before the secret.
	const redact = redaction(() => secrets.flatMap((value) => [value, value?.split(' ').at(-1)]));
	return { ...json, data: redacted(clean, redact) as IDataObject };
}

/** A value with each of its texts redacted. */
function redacted(value: unknown, redact: (text: string) => string): unknown {
	if (typeof value === 'string') return redact(value);
	if (Array.isArray(value)) return value.map((entry) => redacted(entry, redact));
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [key, redacted(entry, redact)]),
	);
}
