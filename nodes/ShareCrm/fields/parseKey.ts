import { createHmac } from 'crypto';

/** The key that events are encrypted and signed by: Base64 of 32 bytes (sharecrm 12.1). */
const KEY = /^[A-Za-z0-9+/]{43}=$/;

export function isParseKey(key: string): boolean {
	return KEY.test(key);
}

/** A key for the event callback of an app: the same one whenever a form asks for it. */
export function parseKeyOf(app: App): string {
	return derived(app, 'event callback').toString('base64');
}

/** A token for the pushes of the integration platform: the same one whenever a form asks for it (sharecrm 12.2). */
export function pushTokenOf(app: App): string {
	return derived(app, 'integration platform').toString('hex');
}

interface App {
	appId: string;
	appSecret: string;
}

function derived({ appId, appSecret }: App, use: string): Buffer {
	return createHmac('sha256', appSecret).update(`n8n ${use} ${appId}`).digest();
}
