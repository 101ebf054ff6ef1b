import type { IExecuteFunctions } from 'n8n-workflow';

import { isObject } from './values';

/** A parameter, compiled once per run. */
export interface Parameter {
	/** True where the value is the same for every item. */
	fixed: boolean;
	/** The value for an item. */
	read(itemIndex: number): unknown;
}

/**
 * Compiles a parameter: what is fixed is read once, only the leaves that are expressions are evaluated per item.
 * @param path name of the parameter
 * @param fallback value where the parameter is not set
 */
export function compileParameter(context: IExecuteFunctions, path: string, fallback?: unknown): Parameter {
	const raw = context.getNodeParameter(path, 0, fallback ?? null, { rawExpressions: true });
	return compile(context, path, raw ?? undefined);
}

function compile(context: IExecuteFunctions, path: string, raw: unknown): Parameter {
	if (typeof raw === 'string' && raw.startsWith('=')) {
		return { fixed: false, read: (itemIndex) => context.getNodeParameter(path, itemIndex) };
	}
	if (Array.isArray(raw)) {
		const entries = raw.map((entry, index) => compile(context, `${path}[${index}]`, entry));
		if (entries.every((entry) => entry.fixed)) return constant(raw);
		return { fixed: false, read: (itemIndex) => entries.map((entry) => entry.read(itemIndex)) };
	}
	if (isObject(raw)) {
		const entries = Object.keys(raw).map((key) => [key, compile(context, `${path}.${key}`, raw[key])] as const);
		if (entries.every(([, entry]) => entry.fixed)) return constant(raw);
		return {
			fixed: false,
			read: (itemIndex) => Object.fromEntries(entries.map(([key, entry]) => [key, entry.read(itemIndex)])),
		};
	}
	return constant(raw);
}

function constant(value: unknown): Parameter {
	return { fixed: true, read: () => value };
}
