import { StepError } from '../steps.mjs';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The address that calls go to: one that the vendor documents, by https, or this machine.
 * @param {string} text what the environment holds
 * @param {RegExp} hosts the vendor's host names
 * @param {string} name the variable, for the message
 */
export function checkedHost(text, hosts, name) {
	let url;
	try {
		url = new URL(text);
	} catch {
		throw new StepError(`${name} is no address. Write it as https://host.`);
	}
	const isHere =
		LOOPBACK.has(url.hostname) && (url.protocol === 'http:' || url.protocol === 'https:');
	const isVendor = url.protocol === 'https:' && url.port === '' && hosts.test(url.hostname);
	if (!isHere && !isVendor)
		throw new StepError(
			`${name} names ${url.hostname}, which is no host that the vendor documents. The credential was not sent.`,
		);
	if (
		url.username !== '' ||
		url.password !== '' ||
		url.search !== '' ||
		url.hash !== '' ||
		url.pathname !== '/'
	)
		throw new StepError(`${name} holds more than a host.`);
	return { url: url.origin, isHere };
}
