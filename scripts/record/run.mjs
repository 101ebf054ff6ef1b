import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { say } from '../steps.mjs';
import { Scrubber } from './scrub.mjs';

const HEADERS = /^(content-type|retry-after|x-ratelimit-.*|x-accesstoken-reset|sforce-limit-info)$/;
/** Between calls, so that no limit is near, in milliseconds. */
const GAP = 400;
const LOOKS = 20;

/**
 * Makes a vendor's calls one after another.
 * @returns the recordings, by file name
 */
export async function recordAll(vendor, { url, isHere, secrets, calls, today }) {
	const scrubber = new Scrubber(secrets);
	const values = {};
	const recordings = {};
	for (const [index, call] of inOrder(calls).entries()) {
		const step = `${index + 1}/${calls.length} ${call.name}`;
		const missing = names(call.request).find((name) => values[name] === undefined);
		if (missing !== undefined || (call.needs !== undefined && values[call.needs] === undefined)) {
			say(`${step}: left out, because no earlier reply gave ${missing ?? call.needs}`);
			continue;
		}
		try {
			const reply = await answered(vendor, call, url, scrubber, values);
			const refused = reply.status === 401 || reply.status === 403;
			say(
				`${step}: ${call.request.method} ${call.request.path} -> ${reply.status}${refused ? ', not recorded: the credential may not do this' : ''}`,
			);
			for (const [name, place] of Object.entries(call.secrets ?? {}))
				scrubber.secrets.push([name, String(at(reply.body, place))]);
			for (const [name, place] of Object.entries(call.take ?? {}))
				if (at(reply.body, place) !== undefined) values[name] = String(at(reply.body, place));
			if (!refused)
				recordings[`account-${call.name}.json`] = recording(
					vendor,
					call,
					reply,
					scrubber,
					values,
					today,
				);
		} catch (error) {
			// What was created is removed nevertheless.
			say(`${step}: ${scrubber.withoutSecrets(error.message)}`);
		}
		if (!isHere) await pause(GAP);
	}
	return { recordings, leaks: (text) => scrubber.leaks(text) };
}

/** What removes things comes last, and what looks at the result after that. */
function inOrder(calls) {
	const rank = ({ cleansUp, afterwards }) => (afterwards ? 2 : cleansUp ? 1 : 0);
	return [...calls].sort((a, b) => rank(a) - rank(b));
}

async function answered(vendor, call, url, scrubber, values) {
	for (let look = 1; ; look += 1) {
		const reply = await send(vendor, call, url, scrubber, values);
		if (
			call.until === undefined ||
			at(reply.body, call.until) === true ||
			reply.status >= 400 ||
			look === LOOKS
		)
			return reply;
		await pause(500);
	}
}

async function send(vendor, call, url, scrubber, values) {
	const secrets = Object.fromEntries([
		...scrubber.secrets.map(([name, value]) => [`{{${name}}}`, value]),
		['{{uuid}}', randomUUID()],
	]);
	const {
		method,
		path,
		query = {},
		headers,
		body,
	} = filled(templated(vendor, call), {
		...secrets,
		...Object.fromEntries(Object.entries(values).map(([name, value]) => [`{${name}}`, value])),
	});
	const address = new URL(url);
	address.pathname = path;
	for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
	const response = await fetch(address, {
		method,
		headers,
		redirect: 'manual',
		signal: AbortSignal.timeout(30_000),
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	let json;
	try {
		json = text === '' ? undefined : JSON.parse(text);
	} catch {
		throw new Error(`the reply (${response.status}) is not JSON`);
	}
	return {
		status: response.status,
		headers: Object.fromEntries([...response.headers].filter(([name]) => HEADERS.test(name))),
		body: json,
	};
}

/** The request with its headers, secrets as placeholders. */
function templated(vendor, { request, plain }) {
	const headers = {
		...(plain ? {} : vendor.headers),
		...request.headers,
		...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
	};
	return { ...request, headers };
}

function recording(vendor, call, reply, scrubber, values, today) {
	const body =
		reply.body === undefined
			? {}
			: { body: scrubber.body(reply.body, [...vendor.keep, ...(call.keep ?? [])]) };
	const headers = Object.fromEntries(
		Object.entries(reply.headers).map(([name, value]) => [
			name,
			name === 'x-accesstoken-reset' ? scrubber.text(value) : scrubber.within(value),
		]),
	);
	const fakes = Object.fromEntries(
		Object.entries(values).map(([name, value]) => [name, scrubber.text(value)]),
	);
	const clean = {
		status: reply.status,
		...(Object.keys(headers).length > 0 ? { headers } : {}),
		...body,
	};
	const known = Object.fromEntries(
		Object.entries(fakes).map(([name, value]) => [`{${name}}`, value]),
	);
	const fixed = vendor.fixed ?? {};
	const request = filled(filled(templated(vendor, call), known), fixed);
	const given = () =>
		filled(
			[
				...(call.plain ? [] : (vendor.given ?? [])),
				...(call.given?.({ reply: clean, values: fakes }) ?? []),
			].map((step) => ({
				...step,
				request: step.request.headers ? withType(step.request) : templated(vendor, step),
			})),
			fixed,
		);
	const node = call.node?.({ reply: clean, values: fakes });
	return {
		$schema: '../schema.json',
		title: `${vendor.folder}, from an account: ${call.settles} (${call.name})`,
		source: { facts: call.facts, request: 'own', reply: 'account', recorded: today },
		exchanges: [{ request, reply: clean }],
		...(call.read ? { read: call.read } : {}),
		sandbox: call.sandbox === undefined ? { given: given() } : { not: call.sandbox },
		node: node ?? { not: 'No operation of the node sends this call by itself.' },
	};
}

function withType(request) {
	return { ...request, headers: { ...request.headers, 'content-type': 'application/json' } };
}

/** Puts values in place of their names, in one pass. */
function filled(value, values) {
	if (Array.isArray(value)) return value.map((entry) => filled(entry, values));
	if (typeof value === 'object' && value !== null)
		return Object.fromEntries(
			Object.entries(value).map(([key, inner]) => [key, filled(inner, values)]),
		);
	return typeof value === 'string'
		? value.replace(/\{\{\w+\}\}|\{\w+\}/g, (name) => values[name] ?? name)
		: value;
}

/** Names such as {contactId} in a request. */
function names(request) {
	return [...JSON.stringify(request).matchAll(/(?<!\{)\{(\w+)\}(?!\})/g)].map(([, name]) => name);
}

function at(value, place) {
	return place.split('.').reduce((inner, key) => inner?.[key], value);
}
