import { LONGEST_ADDRESS, withoutEnd } from '../base/trim';

/** A host that cannot be used. `description` says what to do. */
export class HostError extends Error {
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
	}
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

export interface HostRules {
	/** The host's field name in messages: "API Domain". */
	name: string;
	/** Host names that are allowed; any if absent. */
	allowed?: (hostname: string) => boolean;
	/** True if a path may follow the host. */
	path?: boolean;
}

/**
 * Checks an address before a secret is sent to it.
 * @returns scheme, host and, if allowed, path, without a trailing slash
 * @throws HostError
 */
export function checkedBaseUrl(given: unknown, rules: HostRules): string {
	const text = typeof given === 'string' ? given.trim() : '';
	if (text === '')
		throw new HostError(
			`'${rules.name}' is missing`,
			`Open the credential and fill in '${rules.name}'.`,
		);
	if (text.length > LONGEST_ADDRESS)
		return refuse(
			rules,
			'it is too long for an address',
			'Give an address such as https://api.example.com.',
		);
	let url: URL;
	try {
		url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
	} catch {
		// The message does not show the text, because it may hold a password.
		return refuse(
			rules,
			'it is not an address',
			'Give an address such as https://api.example.com.',
		);
	}
	const loopback = LOOPBACK.test(url.hostname);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
		return refuse(
			rules,
			`"${url.protocol}//${url.host}" is not encrypted`,
			'Use an address that begins with https://.',
		);
	}
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
		return refuse(
			rules,
			'it contains more than an address',
			'Leave out user names, question marks and hashes.',
		);
	}
	if (!rules.path && url.pathname !== '/') {
		return refuse(
			rules,
			`it contains the path "${url.pathname}"`,
			'Give scheme and host only, such as https://api.example.com.',
		);
	}
	if (rules.allowed && !rules.allowed(url.hostname)) {
		return refuse(
			rules,
			`the host "${url.hostname}" is not known`,
			'Choose one of the listed hosts, or Custom if you are sure that the host is right.',
		);
	}
	return `${url.origin}${rules.path ? withoutEnd(url.pathname, '/') : ''}`;
}

function refuse(rules: HostRules, what: string, hint: string): never {
	throw new HostError(`'${rules.name}' cannot be used: ${what}`, hint);
}
