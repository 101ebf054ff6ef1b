import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ASK_ENGINE, plainPath, valueAt } from './paths';
import { isObject } from './values';

/** A parameter, compiled once per run. */
export interface Parameter {
	/** True where the value is the same for every item. */
	fixed: boolean;
	/** The value for an item. */
	read(itemIndex: number): unknown;
}

/**
 * Compiles a parameter: what is fixed is read once, a plain path into the item is read from the item,
 * and only the leaves that are other expressions are evaluated, item by item.
 * @param path name of the parameter
 * @param items the node's input items
 * @param fallback value where the parameter is not set
 */
export function compileParameter(context: IExecuteFunctions, path: string, items: readonly INodeExecutionData[], fallback?: unknown): Parameter {
	const raw = context.getNodeParameter(path, 0, fallback ?? null, { rawExpressions: true });
	return compile(context, path, items, raw ?? undefined);
}

function compile(context: IExecuteFunctions, path: string, items: readonly INodeExecutionData[], raw: unknown): Parameter {
	if (typeof raw === 'string' && raw.startsWith('=')) return expression(context, path, items, raw);
	if (Array.isArray(raw)) {
		const entries = raw.map((entry, index) => compile(context, `${path}[${index}]`, items, entry));
		if (entries.every((entry) => entry.fixed)) return constant(raw);
		return { fixed: false, read: (itemIndex) => entries.map((entry) => entry.read(itemIndex)) };
	}
	if (isObject(raw)) {
		const entries = Object.keys(raw).map((key) => [key, compile(context, `${path}.${key}`, items, raw[key])] as const);
		if (entries.every(([, entry]) => entry.fixed)) return constant(raw);
		return {
			fixed: false,
			read(itemIndex) {
				const values: IDataObject = {};
				for (const [key, entry] of entries) values[key] = entry.read(itemIndex) as IDataObject;
				return values;
			},
		};
	}
	return constant(raw);
}

function expression(context: IExecuteFunctions, path: string, items: readonly INodeExecutionData[], raw: string): Parameter {
	const evaluate = (itemIndex: number) => context.getNodeParameter(path, itemIndex);
	const keys = plainPath(raw);
	if (keys === undefined) return { fixed: false, read: evaluate };
	return {
		fixed: false,
		read(itemIndex) {
			const value = valueAt(items[itemIndex], keys);
			return value === ASK_ENGINE ? evaluate(itemIndex) : value;
		},
	};
}

function constant(value: unknown): Parameter {
	return { fixed: true, read: () => value };
}
