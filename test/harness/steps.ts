/* eslint-disable @n8n/community-nodes/require-node-api-error */
/**
 * A backtracking matcher that counts its steps, as V8's does its work: try an alternative, go on, come back if that fails.
 * Steps tell the same on every machine, where times do not.
 */

/** A part of a pattern. */
export type Part =
	| { kind: 'character'; source: string; matches(character: string): boolean }
	| { kind: 'start' | 'end' | 'edge' | 'noEdge' }
	| { kind: 'choice'; options: Part[][] }
	| { kind: 'look'; ahead: boolean; negative: boolean; options: Part[][] }
	| { kind: 'repeat'; part: Part; least: number; most: number; lazy: boolean };

/** Takes a pattern apart. Knows what the project's patterns use, and throws for anything else. */
export function partsOf({ source, flags }: RegExp): Part[][] {
	let position = 0;
	const peek = (text: string) => source.startsWith(text, position);
	const take = (text: string) => peek(text) && ((position += text.length), true);
	const odd = () => new Error(`not known here: /${source}/ at ${position}`);

	function options(): Part[][] {
		const found: Part[][] = [[]];
		while (position < source.length && !peek(')')) {
			if (take('|')) found.push([]);
			else found.at(-1)?.push(repeated(single()));
		}
		return found;
	}

	function single(): Part {
		if (take('^')) return { kind: 'start' };
		if (take('$')) return { kind: 'end' };
		if (take('\\b')) return { kind: 'edge' };
		if (take('\\B')) return { kind: 'noEdge' };
		for (const [text, ahead, negative] of [
			['(?=', true, false],
			['(?!', true, true],
			['(?<=', false, false],
			['(?<!', false, true],
		] as const) {
			if (take(text)) return closed({ kind: 'look', ahead, negative, options: options() });
		}
		if (take('(?:')) return closed({ kind: 'choice', options: options() });
		const [name] = /^\(\?<[a-z]\w*>/i.exec(source.slice(position)) ?? [];
		if (name !== undefined && take(name)) return closed({ kind: 'choice', options: options() });
		if (peek('(?')) throw odd();
		if (take('(')) return closed({ kind: 'choice', options: options() });
		return character();
	}

	function closed(part: Part): Part {
		if (!take(')')) throw odd();
		return part;
	}

	function character(): Part {
		const [found] =
			/^(?:\[(?:\\.|[^\]\\])*\]|\\[pP]\{\w+\}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\[^1-9k]|[^*+?{])/i.exec(
				source.slice(position),
			) ?? [];
		if (found === undefined) throw odd();
		position += found.length;
		const one = new RegExp(`^(?:${found})$`, flags.replace(/[gym]/g, ''));
		const known = new Map<string, boolean>();
		return {
			kind: 'character',
			source: found,
			matches(given) {
				const answer = known.get(given) ?? one.test(given);
				known.set(given, answer);
				return answer;
			},
		};
	}

	function repeated(part: Part): Part {
		const [found, least, comma, most] =
			/^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(source.slice(position)) ?? [];
		if (found === undefined) return part;
		position += found.length;
		const lazy = take('?');
		if (least === undefined)
			return {
				kind: 'repeat',
				part,
				least: found === '+' ? 1 : 0,
				most: found === '?' ? 1 : Infinity,
				lazy,
			};
		return {
			kind: 'repeat',
			part,
			least: Number(least),
			most: comma === '' ? Number(least) : most === '' ? Infinity : Number(most),
			lazy,
		};
	}

	const all = options();
	if (position < source.length) throw odd();
	return all;
}

const known = new WeakMap<RegExp, Part[][]>();

function parsed(pattern: RegExp): Part[][] {
	const parts = known.get(pattern) ?? partsOf(pattern);
	known.set(pattern, parts);
	return parts;
}

/** Steps after which a search is given up, because patterns can take more than there is time. */
const ENOUGH = 100_000;

class TooSlow extends Error {}

/**
 * Searches a text as `exec` does. Returns where the first match is, and the steps it took; with the flag g, those of all matches.
 * The steps of a search that was given up are infinite.
 */
export function search(
	pattern: RegExp,
	text: string,
): { index: number; end: number; steps: number } {
	try {
		return searched(pattern, text);
	} catch (error) {
		if (error instanceof TooSlow || error instanceof RangeError)
			return { index: -1, end: -1, steps: Infinity };
		throw error;
	}
}

function searched(pattern: RegExp, text: string): { index: number; end: number; steps: number } {
	const all = parsed(pattern);
	let steps = 0;
	const isWord = (at: number) => at >= 0 && at < text.length && /\w/.test(text[at] ?? '');

	function choice(options: readonly Part[][], at: number, go: (at: number) => number): number {
		for (const option of options) {
			const end = sequence(option, 0, at, go);
			if (end >= 0) return end;
		}
		return -1;
	}

	function sequence(
		parts: readonly Part[],
		index: number,
		at: number,
		go: (at: number) => number,
	): number {
		const part = parts[index];
		return part === undefined
			? go(at)
			: match(part, at, (next) => sequence(parts, index + 1, next, go));
	}

	function match(part: Part, at: number, go: (at: number) => number): number {
		steps += 1;
		if (steps > ENOUGH) throw new TooSlow();
		switch (part.kind) {
			case 'character':
				return at < text.length && part.matches(text[at] ?? '') ? go(at + 1) : -1;
			case 'start':
				return at === 0 ? go(at) : -1;
			case 'end':
				return at === text.length ? go(at) : -1;
			case 'edge':
			case 'noEdge':
				return (isWord(at - 1) !== isWord(at)) === (part.kind === 'edge') ? go(at) : -1;
			case 'choice':
				return choice(part.options, at, go);
			case 'look': {
				if (!part.ahead) throw new Error('looking behind is not known here');
				const found = choice(part.options, at, (end) => end) >= 0;
				return found !== part.negative ? go(at) : -1;
			}
			case 'repeat':
				return repeat(part, at, go);
		}
	}

	function repeat(
		part: Extract<Part, { kind: 'repeat' }>,
		at: number,
		go: (at: number) => number,
	): number {
		// Single characters need no stack: take them all, then give them back one by one.
		if (part.part.kind === 'character') {
			const { matches } = part.part;
			const fits = (count: number) =>
				count < part.most && at + count < text.length && matches(text[at + count] ?? '');
			let count = 0;
			while (fits(count) && (!part.lazy || count < part.least)) count += 1;
			steps += count;
			if (count < part.least) return -1;
			for (;;) {
				steps += 1;
				const end = go(at + count);
				if (end >= 0) return end;
				if (part.lazy ? !fits(count) : count === part.least) return -1;
				count += part.lazy ? 1 : -1;
			}
		}
		const again = (from: number, count: number): number => {
			const more = () =>
				count < part.most
					? match(part.part, from, (next) =>
							next === from && count >= part.least ? -1 : again(next, count + 1),
						)
					: -1;
			if (count < part.least) return more();
			if (part.lazy) {
				const end = go(from);
				return end >= 0 ? end : more();
			}
			const end = more();
			return end >= 0 ? end : go(from);
		};
		return again(at, 0);
	}

	let first: { index: number; end: number } | undefined;
	for (let at = 0; at <= text.length; at++) {
		const end = choice(all, at, (reached) => reached);
		if (end < 0 && pattern.sticky) break;
		if (end < 0) continue;
		first ??= { index: at, end };
		if (!pattern.global) break;
		at = Math.max(at, end - 1);
	}
	return { index: first?.index ?? -1, end: first?.end ?? -1, steps };
}

/** Some of the texts that make a pattern work hardest: what leads to each of its repetitions, that repetition over and over, and an end that does not fit. */
export function attacks(pattern: RegExp): Array<(length: number) => string> {
	const pumps = new Map<string, { before: string; pump: string }>();
	const add = (before: string, pump: string) =>
		pump !== '' && pumps.set(`${before}\0${pump}`, { before, pump });
	const visit = (options: readonly Part[][], before: string): void => {
		for (const option of options) {
			let lead = before;
			for (const [index, part] of option.entries()) {
				if (part.kind === 'repeat') {
					for (const text of texts(part.part)) {
						add(lead, text);
						// The repetition may also begin anew with what stands before it, or be cut by what follows.
						add('', lead.slice(before.length) + text);
						add(lead, text + (texts(option[index + 1])[0] ?? ''));
					}
					if (part.part.kind === 'choice') visit(part.part.options, lead);
				} else if (part.kind === 'choice' || part.kind === 'look') {
					visit(part.options, lead);
				}
				lead += texts(part)[0] ?? '';
			}
			add(before, lead.slice(before.length));
			add('', lead);
		}
	};
	visit(parsed(pattern), '');
	const ends = ['', '\n', '\u0001', '!', ' ', 'x', '0', '"', "'"];
	return [...pumps.values()].flatMap(({ before, pump }) =>
		ends.map(
			(end) => (length: number) => before + pump.repeat(Math.ceil(length / pump.length)) + end,
		),
	);
}

/** A few texts that a part matches: one for each choice, and for a character each of a few kinds. */
function texts(part: Part | undefined): string[] {
	switch (part?.kind) {
		case 'character':
			return representatives(part);
		case 'choice':
			return part.options.flatMap(variants);
		case 'repeat':
			return part.least === 0 && part.most === 1
				? ['', ...texts(part.part)]
				: texts(part.part).map((text) => text.repeat(Math.max(1, part.least)));
		default:
			return [''];
	}
}

/** The texts of a row of parts: each of them with its first text, or one of them with another. */
function variants(parts: readonly Part[]): string[] {
	const firsts = parts.map((part) => texts(part)[0] ?? '');
	const others = parts.flatMap((part, index) =>
		texts(part)
			.slice(1)
			.map((text) => firsts.map((first, position) => (position === index ? text : first)).join('')),
	);
	return [firsts.join(''), ...others].slice(0, 15);
}

const ALPHABET = [
	'a',
	'0',
	' ',
	'/',
	'-',
	'.',
	',',
	"'",
	'"',
	'\\',
	'_',
	'@',
	':',
	'=',
	'\n',
	'\u0001',
	...'bcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ123456789!#$%&()*+;<>?[]^`{|}~',
	'\ufeff',
	'À',
	'\ud800',
];

function representatives({ matches }: Extract<Part, { kind: 'character' }>): string[] {
	const found = ALPHABET.filter(matches);
	const kinds = new Map(
		found.map((character) => [
			/[a-z]/i.test(character) ? 'letter' : /\d/.test(character) ? 'digit' : character,
			character,
		]),
	);
	return [...kinds.values()].slice(0, 12);
}
