import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { NodeData, type ItemReader } from './nodeData';
import { ASK_ENGINE, partsOf } from './paths';
import { isTool } from '../base/tool';
import { isObject } from '../base/values';

/** A parameter, compiled once per run. */
export interface Parameter {
	/** True where the value is the same for every item. */
	fixed: boolean;
	/** The value for an item. */
	read(itemIndex: number): unknown;
}

/** Compiles a parameter by its name; the fallback is its value where it is not set. */
export type CompileParameter = (name: string, fallback?: unknown) => Parameter;

/**
 * Reads parameters item by item: what is fixed is read once, plain paths are read from the data of the nodes,
 * and only the leaves that are other expressions are evaluated.
 * @param items the node's input items
 */
export function parameterCompiler(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): CompileParameter {
	// In a tool call `$json` is not the node's input, but what the way of calling makes of the agent's item and the model's arguments.
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
					// The copy has each key as its own, also `__proto__`, which an empty object would take for its prototype.
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

/** A list or an object of parameters. Where all of it is fixed, every item gets the same one. */
function whole(entries: readonly Parameter[], read: ItemReader): Parameter {
	if (!entries.every((entry) => entry.fixed)) return { fixed: false, read };
	const value = read(0);
	return { fixed: true, read: () => value };
}

/** Texts and values in one text, as the engine joins them. */
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

/** A key as a step of the path by which n8n finds a parameter. */
function step(key: string): string {
	return /^[\w$-]+$/.test(key) ? `.${key}` : `["${key.replace(/["\\]/g, String.raw`\$&`)}"]`;
}
