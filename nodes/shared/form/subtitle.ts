import type { Vendor } from './operation';

/** The line under a node's name on the canvas: what the chosen operation does, in words. */
export function subtitle({ resources }: Pick<Vendor, 'resources'>): string {
	const actions = resources.flatMap(({ value: resource, operations }) =>
		operations.map(({ value, action }): [string, string] => [`${resource}.${value}`, action]),
	);
	return `={{ ${wordsFor(Object.fromEntries(actions), '$parameter.resource + "." + $parameter.operation')} }}`;
}

/** Part of an expression: the words for the value of another part, or nothing for a value that has none. */
export function wordsFor(words: Record<string, string>, value: string): string {
	return `(${JSON.stringify(words)}[${value}] ?? "")`;
}
