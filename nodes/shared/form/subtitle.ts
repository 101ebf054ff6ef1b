import type { Vendor } from './operation';

/** The expression for the line under a node's name on the canvas, which shows the chosen operation's action. */
export function subtitle({ resources }: Pick<Vendor, 'resources'>): string {
	const actions = resources.flatMap(({ value: resource, operations }) =>
		operations.map(({ value, action }): [string, string] => [`${resource}.${value}`, action]),
	);
	return `={{ ${wordsFor(Object.fromEntries(actions), '$parameter.resource + "." + $parameter.operation')} }}`;
}

/** Part of an expression: the words for the value of another expression, or an empty string if it has none. */
export function wordsFor(words: Record<string, string>, value: string): string {
	return `(${JSON.stringify(words)}[${value}] ?? "")`;
}
