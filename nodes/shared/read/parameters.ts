import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { NodeData, type ItemReader } from './nodeData';
import { ASK_ENGINE, partsOf } from './paths';
import { isTool } from '../base/tool';
import { isObject } from '../base/values';

/** A parameter, compiled once per run. */
export interface Parameter {
	/** True if the value is the same for every item. */
	fixed: boolean;
	/** The value for an item. */
	read(itemIndex: number): unknown;
}

/** Compiles a parameter by name; the fallback is its value if it is not set. */
export type CompileParameter = (name: string, fallback?: unknown) => Parameter;

/**
 * Reads parameters item by item: fixed values are read once, plain paths are read from the nodes' data, and only leaves
 * with other expressions are evaluated.
 * @param items the node's input items
 */
export function parameterCompiler(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): CompileParameter {
	// In a tool call `$json` is not the node's input: n8n builds it from the agent's item and the model's arguments.
	const compiler = new Compiler(
		context,
		isTool(context) ? undefined : new NodeData(context, items),
	);
	return (name, fallback) => {
		const raw = context.getNodeParameter(name, 0, fallback ?? null, { rawExpressions: true });
		return compiler.compile(name, raw ?? undefined);
	};
}

class Compiler {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly data: NodeData | undefined,
	) {}

	compile(path: string, raw: unknown): Parameter {
		if (typeof raw === 'string' && raw.startsWith('=')) return this.expression(path, raw);
		if (Array.isArray(raw)) {
			const entries = raw.map((entry, index) => this.compile(`${path}[${index}]`, entry));
			return whole(entries, (itemIndex) => entries.map((entry) => entry.read(itemIndex)));
		}
		if (isObject(raw)) {
			const entries = Object.keys(raw).map(
				(key) => [key, this.compile(path + step(key), raw[key])] as const,
			);
			return whole(
				entries.map(([, entry]) => entry),
				(itemIndex) => {
					// Copy first, so that every key is an own key. Assigning `__proto__` to an empty object would set its prototype.
					const values: IDataObject = { ...raw };
					for (const [key, entry] of entries) values[key] = entry.read(itemIndex) as IDataObject;
					return values;
				},
			);
		}
		return { fixed: true, read: () => raw };
	}

	private expression(path: string, raw: string): Parameter {
		const evaluate = (itemIndex: number) => this.context.getNodeParameter(path, itemIndex);
		const parts = this.data && partsOf(raw);
		if (this.data === undefined || parts === undefined) return { fixed: false, read: evaluate };
		const [only, ...more] = parts;
		if (typeof only === 'string' && more.length === 0) return { fixed: true, read: () => only };
		const { data } = this;
		const readers = parts.map((part) =>
			typeof part === 'string' ? () => part : data.compile(part),
		);
		const read = more.length === 0 ? (readers[0] as ItemReader) : joined(readers);
		return {
			fixed: false,
			read(itemIndex) {
				const value = read(itemIndex);
				return value === ASK_ENGINE ? evaluate(itemIndex) : value;
			},
		};
	}
}

/** A list or an object of parameters. If all of it is fixed, every item gets the same one. */
function whole(entries: readonly Parameter[], read: ItemReader): Parameter {
	if (!entries.every((entry) => entry.fixed)) return { fixed: false, read };
	const value = read(0);
	return { fixed: true, read: () => value };
}

/** Joins texts and values into one text as the expression engine does. */
function joined(readers: readonly ItemReader[]): ItemReader {
	return (itemIndex) => {
		let text = '';
		for (const reader of readers) {
			const value = reader(itemIndex);
			if (value === ASK_ENGINE) return ASK_ENGINE;
			text += value === undefined || value === null ? '' : String(value);
		}
		return text;
	};
}

/** A key as a step in an n8n parameter path. */
function step(key: string): string {
	return /^[\w$-]+$/.test(key) ? `.${key}` : `["${key.replace(/["\\]/g, String.raw`\$&`)}"]`;
}
