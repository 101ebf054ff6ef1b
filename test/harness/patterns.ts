/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

import { PACKAGE } from './package';

/** A pattern of the package, and where it stands. */
export interface Pattern {
	place: string;
	pattern: RegExp;
}

/** Every source file that is published. */
export function sourceFiles(): string[] {
	return ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(path.join(PACKAGE, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => path.join(folder, file)),
	);
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
	look(node);
	node.forEachChild((child) => visit(child, look));
}

/** The patterns that a program writes out, such as /a+/. */
export function literalsOf(name: string, text: string): Pattern[] {
	const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
	const found: Pattern[] = [];
	visit(file, (node) => {
		if (!ts.isRegularExpressionLiteral(node)) return;
		const end = node.text.lastIndexOf('/');
		const { line } = file.getLineAndCharacterOfPosition(node.getStart());
		found.push({
			place: `${name}:${line + 1}`,
			pattern: new RegExp(node.text.slice(1, end), node.text.slice(end + 1)),
		});
	});
	return found;
}

/** Where patterns are put together while a function runs, so that nobody can tell beforehand what they will be. */
export function builtInFunctions(name: string): string[] {
	const file = ts.createSourceFile(
		name,
		readFileSync(path.join(PACKAGE, name), 'utf8'),
		ts.ScriptTarget.ES2022,
		true,
	);
	const found: string[] = [];
	visit(file, (node) => {
		if (
			!(ts.isNewExpression(node) || ts.isCallExpression(node)) ||
			node.expression.getText() !== 'RegExp'
		)
			return;
		for (let outer: ts.Node | undefined = node.parent; outer; outer = outer.parent) {
			if (ts.isFunctionLike(outer)) found.push(`${name}: ${node.getText()}`);
		}
	});
	return found;
}

/** Loads all files, for the first time, and gives the patterns that they put together on the way. */
export function builtWhileLoading(): Pattern[] {
	const found: Pattern[] = [];
	const given = globalThis.RegExp;
	globalThis.RegExp = new Proxy(given, {
		construct(target, [pattern, flags]: [string | RegExp, string | undefined]) {
			const made = new target(pattern, flags);
			const [place] =
				/\/(?:nodes|credentials)\/[^\s)]+\.ts:\d+/.exec(new Error().stack ?? '') ?? [];
			if (place !== undefined)
				found.push({ place: `${place.slice(1)}, put together`, pattern: made });
			return made;
		},
	});
	try {
		for (const file of sourceFiles()) jest.requireActual(path.join(PACKAGE, file));
	} finally {
		globalThis.RegExp = given;
	}
	return found;
}

/** The patterns that n8n compiles from a description: in its expressions, and where a form checks or takes apart what is typed. */
export function describedPatterns(place: string, description: unknown): Pattern[] {
	if (typeof description === 'string') {
		if (!description.startsWith('=')) return [];
		return [...description.matchAll(/\{\{(.+?)\}\}/gs)].flatMap(([, code = '']) =>
			literalsOf(`${place}, expression`, `(${code})`),
		);
	}
	if (typeof description !== 'object' || description === null) return [];
	return Object.entries(description).flatMap(([key, value]: [string, unknown]) =>
		key === 'regex' && typeof value === 'string'
			? [{ place: `${place}, n8n's form`, pattern: new RegExp(value) }]
			: describedPatterns(place, value),
	);
}
