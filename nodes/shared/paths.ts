import type { INodeExecutionData } from 'n8n-workflow';

/** Told instead of a value where only n8n's expression engine knows the value. */
export const ASK_ENGINE = Symbol('ask the expression engine');

const STEP = String.raw`\.[A-Za-z_$][\w$]*|\[(?:0|[1-9]\d{0,8})\]|\["[^"\\{}\n\r]*"\]|\['[^'\\{}\n\r]*'\]`;
const STEPS = new RegExp(STEP, 'g');
const PLAIN_PATH = new RegExp(String.raw`^=\{\{\s*\$json((?:${STEP})+)\s*\}\}$`);

// Names that the engine refuses or treats in a way of its own.
const SPECIAL =
	/^(?:__.*__|prototype|constructor|getPrototypeOf|setPrototypeOf|getOwnPropertyDescriptors?|defineProperty|defineProperties|mainModule|binding|_linkedBinding|_load|prepareStackTrace|caller|callee|arguments|getBuiltinModule|process|require|module|global|globalThis|eval|Function|this)$/;

/**
 * The keys of an expression that is nothing but a path into the current item, as drag and drop writes it:
 * `={{ $json.name }}`, `={{ $json["first name"] }}`, `={{ $json.tags[0] }}`.
 * @returns undefined for every other text, also for what only looks like such a path
 */
export function plainPath(raw: string): Array<string | number> | undefined {
	const path = PLAIN_PATH.exec(raw)?.[1];
	if (path === undefined) return undefined;
	const keys = (path.match(STEPS) ?? []).map(keyOf);
	return keys.some((key) => typeof key === 'string' && (SPECIAL.test(key) || key in Object.prototype)) ? undefined : keys;
}

function keyOf(step: string): string | number {
	if (step.startsWith('.')) return step.slice(1);
	const inner = step.slice(1, -1);
	return /^\d/.test(inner) ? Number(inner) : inner.slice(1, -1);
}

/**
 * The value at a path into an item, where it is certain that the expression engine would give the same:
 * text, a finite number, a boolean or null at the end of objects and lists that hold each key themselves,
 * or undefined for a key that the item does not have.
 */
export function valueAt(item: INodeExecutionData | undefined, keys: ReadonlyArray<string | number>): unknown {
	let current: unknown = item?.json;
	for (const [depth, key] of keys.entries()) {
		const isList = Array.isArray(current);
		if (isList !== (typeof key === 'number') || typeof current !== 'object' || current === null) return ASK_ENGINE;
		if (!isList && !isPlain(current)) return ASK_ENGINE;
		if (!Object.prototype.hasOwnProperty.call(current, key)) return depth === 0 && keys.length === 1 ? undefined : ASK_ENGINE;
		current = (current as Record<string | number, unknown>)[key];
	}
	return isScalar(current) ? current : ASK_ENGINE;
}

function isPlain(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	// Items that crossed a worker or an isolate have another Object than this one.
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isScalar(value: unknown): boolean {
	return value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}
