import { createHmac } from 'crypto';

/** The key that events are encrypted and signed by: Base64 of 32 bytes (sharecrm 12.1). */
const KEY = /^[A-Za-z0-9+/]{43}=$/;

export function isParseKey(key: string): boolean {
	return KEY.test(key);
}

/** A key for the event callback of an app: the same one whenever a form asks for it. */
export function parseKeyOf(app: { appId: string; appSecret: string }): string {
	return createHmac('sha256', app.appSecret)
		.update(`n8n event callback ${app.appId}`)
		.digest('base64');
}
