/** A reply as it is sent. */
export interface RawReply {
	status: number;
	headers: Record<string, unknown>;
	/** The body as text. */
	text: string;
}

/** Numbers from 0 to 1 that are the same for the same seed. */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

const STATUSES = [
	200, 201, 202, 204, 206, 207, 301, 302, 304, 400, 401, 403, 404, 408, 409, 413, 415, 422, 425,
	429, 500, 502, 503, 504, 599,
];
const ODD: readonly unknown[] = [
	null,
	true,
	false,
	0,
	-1,
	1,
	201,
	404,
	1e21,
	0.5,
	'',
	' ',
	'0',
	'null',
	'success',
	'error',
	'created',
	'\u0000',
	'x'.repeat(3000),
	'\ud800',
	[],
	{},
	[null],
	[[]],
	{ id: null },
	{ id: {} },
	{ status: 'success' },
];
const HEADERS: ReadonlyArray<[string, unknown]> = [
	['retry-after', 'soon'],
	['retry-after', '-5'],
	['retry-after', '1e999'],
	['retry-after', ['1', '2']],
	['retry-after', 'Wed, 21 Oct 2015 07:28:00 GMT'],
	['x-ratelimit-reset', 'NaN'],
	['x-ratelimit-remaining', '-1'],
	['content-type', 'text/html'],
	['content-type', null],
	['set-cookie', ['a=b', 'c=d']],
	['content-length', '0'],
];

type Json = Record<string, unknown>;

/** Changes a reply in one to three ways; the result is never the same. */
export function mutate(reply: RawReply, random: () => number): RawReply {
	let changed = { ...reply, headers: { ...reply.headers } };
	const times = 1 + Math.floor(random() * 3);
	for (let time = 0; time < times; time++) changed = once(changed, random);
	return JSON.stringify(changed) === JSON.stringify(reply) ? mutate(reply, random) : changed;
}

function once(reply: RawReply, random: () => number): RawReply {
	const chance = random();
	if (chance < 0.1) return { ...reply, status: pick(STATUSES, random) };
	if (chance < 0.17) {
		const [name, value] = pick(HEADERS, random);
		return { ...reply, headers: { ...reply.headers, [name]: value } };
	}
	if (chance < 0.32) return { ...reply, text: garble(reply.text, random) };
	let body: unknown;
	try {
		body = JSON.parse(reply.text);
	} catch {
		return { ...reply, text: garble(reply.text, random) };
	}
	const holder = { body };
	change(holder, random);
	return { ...reply, text: JSON.stringify(holder.body) ?? '' };
}

function garble(text: string, random: () => number): string {
	const cut = Math.floor(random() * text.length);
	switch (Math.floor(random() * 7)) {
		case 0:
			return text.slice(0, cut);
		case 1:
			return text.slice(cut);
		case 2:
			return '';
		case 3:
			return `<!DOCTYPE html><html><body>${text.slice(0, cut)}</body></html>`;
		case 4:
			return (
				text.slice(0, cut) + String.fromCharCode(Math.floor(random() * 128)) + text.slice(cut + 1)
			);
		case 5:
			return text + text;
		default:
			// Numbers where texts were: long ones lose digits.
			return text.replace(/"(\d+)"/g, '$1');
	}
}

/** Changes one place of a JSON value. */
function change(holder: Json, random: () => number): void {
	const places: Array<[Json, string]> = [];
	const walk = (value: unknown) => {
		if (typeof value !== 'object' || value === null) return;
		for (const key of Object.keys(value)) {
			places.push([value as Json, key]);
			walk((value as Json)[key]);
		}
	};
	walk(holder);
	const [owner, key] = pick(places, random);
	const value = owner[key];
	switch (Math.floor(random() * 9)) {
		case 8:
			oddList(places, random);
			return;
		case 0:
			if (Array.isArray(owner)) owner.splice(Number(key), 1);
			else delete owner[key];
			return;
		case 1:
			if (!Array.isArray(owner)) delete owner[key];
			owner[key === key.toLowerCase() ? key.toUpperCase() : `${key}s`] = value;
			return;
		case 2:
			owner[key] = retyped(value);
			return;
		case 3:
			owner[key] = null;
			return;
		case 4:
			owner[key] = nested(value, 1 + Math.floor(random() * 400));
			return;
		case 5: {
			const [other, otherKey] = pick(places, random);
			// Copied, so that nothing holds itself.
			const swapped = structuredClone(other[otherKey]);
			other[otherKey] = structuredClone(value);
			owner[key] = swapped;
			return;
		}
		case 6:
			if (Array.isArray(value) && value.length > 1) value.reverse();
			else if (Array.isArray(value)) value.push(structuredClone(value[0]));
			else owner[key] = pick(ODD, random);
			return;
		default:
			owner[key] = pick(ODD, random);
	}
}

/** A list that promises more than comes, or a row that does not tell its ID or time. */
function oddList(places: ReadonlyArray<[Json, string]>, random: () => number): void {
	const promises = places.filter(([, key]) => /^(more_records|has_?more)$/i.test(key));
	const marks = places.filter(([, key]) => /^(id|_id|Modified_Time|updatedAt)$/.test(key));
	if (promises.length > 0 && random() < 0.5) {
		for (const [owner, key] of promises) owner[key] = true;
	} else if (marks.length > 0) {
		const [owner, key] = pick(marks, random);
		delete owner[key];
	}
}

function retyped(value: unknown): unknown {
	switch (typeof value) {
		case 'string':
			return Number.isNaN(Number(value)) ? [value] : Number(value);
		case 'number':
			return String(value);
		case 'boolean':
			return String(value);
		default:
			return JSON.stringify(value);
	}
}

function nested(value: unknown, depth: number): unknown {
	let inner = value;
	for (let level = 0; level < depth; level++) inner = level % 2 === 0 ? [inner] : { data: inner };
	return inner;
}

function pick<T>(values: readonly T[], random: () => number): T {
	return values[Math.floor(random() * values.length)] as T;
}
