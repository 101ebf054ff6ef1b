/** Returned instead of a value that only n8n's expression engine knows. */
export const ASK_ENGINE = Symbol('ask the expression engine');

export type Key = string | number;

/** A path through data, as drag and drop writes it: where it begins, and the keys from there. */
export interface Path {
	/**
	 * `$json`: the current item's JSON. `$node`: what `$node["Name"]` returns for the item. `item` and `first`: what
	 * `$('Name').item` and `$('Name').first()` return.
	 */
	begins: '$json' | '$node' | 'item' | 'first';
	/** Name of the node; empty for `$json`. */
	node: string;
	keys: readonly Key[];
}

/** Literal text, or a path that is replaced by its value. */
export type Part = string | Path;

const TEXT = String.raw`"[^"\\{}\n\r]*"|'[^'\\{}\n\r]*'`;
const STEP = String.raw`\.[A-Za-z_$][\w$]*|\[(?:0|[1-9]\d{0,8})\]|\[(?:${TEXT})\]`;
const PATH = new RegExp(
	String.raw`^\s*\$(?:(json|node)|\((${TEXT})\)(\.first\(\))?)((?:${STEP})+)\s*$`,
);
const STEPS = new RegExp(STEP, 'g');

// Names that the engine refuses or treats specially.
const SPECIAL =
	/^(?:__.*__|prototype|constructor|getPrototypeOf|setPrototypeOf|getOwnPropertyDescriptors?|defineProperty|defineProperties|mainModule|binding|_linkedBinding|_load|prepareStackTrace|caller|callee|arguments|getBuiltinModule|process|require|module|global|globalThis|eval|Function|this)$/;

/**
 * Parses an expression that needs no code to run: plain text, plain paths, or a mix of both.
 * @param raw the parameter's text, including the equals sign
 * @returns undefined for any other text, including text that only looks like such an expression
 */
export function partsOf(raw: string): Part[] | undefined {
	const text = raw.slice(1);
	// Leave special cases to the engine: it unescapes backslashes, refuses text that looks like an attack, and mistakes the
	// names of Object.prototype for cached code.
	if (
		text === '' ||
		text.includes('\\') ||
		/\.\s*constructor/.test(text) ||
		text in Object.prototype
	)
		return undefined;
	const parts: Part[] = [];
	let done = 0;
	while (done < text.length) {
		const open = text.indexOf('{{', done);
		if (open !== done) parts.push(text.slice(done, open < 0 ? undefined : open));
		if (open < 0) break;
		const close = text.indexOf('}}', open);
		const path = close < 0 ? undefined : pathOf(text.slice(open + 2, close));
		if (path === undefined) return undefined;
		parts.push(path);
		done = close + 2;
	}
	return parts;
}

function pathOf(code: string): Path | undefined {
	const found = PATH.exec(code);
	if (found === null) return undefined;
	const [, root, quoted, first, steps = ''] = found;
	const keys = (steps.match(STEPS) ?? []).map(keyOf);
	const begins = root === undefined ? (first === undefined ? keys.shift() : 'first') : `$${root}`;
	const node = begins === '$node' ? keys.shift() : (quoted?.slice(1, -1) ?? '');
	if (begins !== '$json' && begins !== '$node' && begins !== 'item' && begins !== 'first')
		return undefined;
	// Other properties of a node, such as its parameters, are not item data.
	if (typeof node !== 'string' || keys.length === 0 || (begins === '$node' && keys[0] !== 'json'))
		return undefined;
	return [node, ...keys].some(isSpecial) ? undefined : { begins, node, keys };
}

function isSpecial(key: Key): boolean {
	return typeof key === 'string' && (SPECIAL.test(key) || key in Object.prototype);
}

function keyOf(step: string): Key {
	if (step.startsWith('.')) return step.slice(1);
	const inner = step.slice(1, -1);
	return /^\d/.test(inner) ? Number(inner) : inner.slice(1, -1);
}

/**
 * The value at a path, or ASK_ENGINE unless the expression engine would certainly return the same: text, a finite number, a
 * Boolean or null, reached through own keys of plain objects and lists, or undefined if only the last key is missing.
 */
export function valueAt(data: unknown, keys: readonly Key[]): unknown {
	let current = data;
	for (let depth = 0; depth < keys.length; depth++) {
		const key = keys[depth] as Key;
		const isList = Array.isArray(current);
		if (isList !== (typeof key === 'number') || typeof current !== 'object' || current === null)
			return ASK_ENGINE;
		if (!isList && !isPlain(current)) return ASK_ENGINE;
		if (!Object.prototype.hasOwnProperty.call(current, key))
			return !isList && depth === keys.length - 1 && !(key in current) ? undefined : ASK_ENGINE;
		current = (current as Record<Key, unknown>)[key];
	}
	return isScalar(current) ? current : ASK_ENGINE;
}

function isPlain(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	// Items that crossed a worker or an isolate have a different Object.
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isScalar(value: unknown): boolean {
	return (
		value === null ||
		typeof value === 'string' ||
		typeof value === 'boolean' ||
		(typeof value === 'number' && Number.isFinite(value))
	);
}
