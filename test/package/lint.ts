/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @typescript-eslint/no-require-imports */
import { Linter } from 'eslint';
import type { INodeProperties } from 'n8n-workflow';

// With NODE_ENV "test", which Jest sets, the plugin takes every file for a test of its own.
process.env.NODE_ENV = 'production';
const plugin = require('eslint-plugin-n8n-nodes-base');
const parser = require('@typescript-eslint/parser');

/** Rules that n8n's own configuration switches off. */
const OFF = ['node-param-type-options-max-value-present'];

/**
 * Checks built parameters by n8n's rules, which only see literals.
 * @returns one text for each finding
 */
export function lintProperties(properties: INodeProperties[]): string[] {
	const names = Object.keys(plugin.configs.nodes.rules).filter(
		(rule) => rule.includes('/node-param-') && !OFF.some((off) => rule.endsWith(off)),
	);
	const code = `import type { INodeProperties } from 'n8n-workflow';\n\nexport const properties: INodeProperties[] = ${asLiteral(properties)};\n`;
	const messages = new Linter({ configType: 'flat' }).verify(
		code,
		[
			{
				files: ['**/*.ts'],
				languageOptions: { parser },
				plugins: { 'n8n-nodes-base': plugin },
				rules: Object.fromEntries(names.map((rule) => [rule, 'error' as const])),
			},
		],
		'nodes/Any/AnyDescription.ts',
	);
	const lines = code.split('\n');
	return messages.map(
		({ ruleId, message, line }) =>
			`${ruleId}: ${message} | ${lines
				.slice(line - 1, line + 3)
				.join(' ')
				.replace(/\s+/g, ' ')}`,
	);
}

/** Writes a value as a TypeScript literal. */
function asLiteral(value: unknown): string {
	if (Array.isArray(value)) return `[\n${value.map((entry) => `${asLiteral(entry)},\n`).join('')}]`;
	if (typeof value === 'object' && value !== null) {
		const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
		return entries.length === 0
			? '{}'
			: `{\n${entries.map(([key, entry]) => `${/^[a-z_$][\w$]*$/i.test(key) ? key : `'${key}'`}: ${asLiteral(entry)},\n`).join('')}}`;
	}
	if (typeof value === 'string')
		return `'${value.replace(/\\/g, '\\\\').replace(/'/g, "\\'").replace(/\n/g, '\\n')}'`;
	return String(value);
}
