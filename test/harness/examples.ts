/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { IDataObject, INode } from 'n8n-workflow';

import { PACKAGE, PACKAGE_NAME } from './package';

/** An importable workflow of the examples folder. */
export interface Example {
	id: string;
	name: string;
	nodes: INode[];
	settings: IDataObject;
}

const FOLDER = path.join(PACKAGE, 'examples');

export const EXAMPLE_FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

export function readExample(file: string): Example {
	return JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Example;
}

/** The nodes of this package, in the order of the flow. */
export function ourNodes({ nodes }: Example): INode[] {
	return nodes
		.filter(({ type }) => type.startsWith(`${PACKAGE_NAME}.`))
		.sort((a, b) => a.position[0] - b.position[0]);
}

/** The text of the sticky note. */
export function noteOf({ nodes }: Example): string {
	return String(nodes.find(({ type }) => type.endsWith('.stickyNote'))?.parameters.content);
}

/** What the example's Code node returns. */
export function codeItems({ nodes }: Example): IDataObject[] {
	const code = String(nodes.find(({ type }) => type.endsWith('.code'))?.parameters.jsCode);
	// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions
	return (new Function(code)() as Array<{ json: IDataObject }>).map(({ json }) => json);
}
