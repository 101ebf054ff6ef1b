/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { VENDORS } from '../../sandbox';
import type { VendorFakeServer } from '../../sandbox/core/fakeServer';
import schema from './schema.json';

/** The form of schema.json, which describes every key. */
export interface Recording {
	title: string;
	source: { facts: string[]; page?: string; request: string; reply: string; recorded?: string; notes?: string[] };
	exchanges: Exchange[];
	read?: Reading;
	sandbox: { given: Step[] } | { not: string };
	node: NodeRun | { not: string };
}

export interface Step {
	request: { method: string; path: string; query?: Record<string, string>; headers?: Record<string, string>; body?: unknown };
	take?: Record<string, string>;
}

export interface Exchange extends Step {
	reply: { status: number; headers?: Record<string, string>; body?: unknown };
}

export interface Reading {
	optional?: string[];
	partial?: string[];
	same?: string[];
}

export interface NodeRun {
	name: string;
	parameters: INodeParameters;
	items: IDataObject[];
	result: { items?: IDataObject[]; errors?: IDataObject[]; error?: string };
}

/** A recording and where it is. */
export interface Found {
	/** Folder of the vendor, named as its document in docs/vendors. */
	vendor: string;
	file: string;
	recording: Recording;
}

const FOLDERS: Record<string, string> = {
	bigin: 'bigin',
	'khoros-marketing': 'khorosMarketing',
	kustomer: 'kustomer',
	'salesforce-engagement': 'salesforceEngagement',
	sharecrm: 'shareCrm',
};

/** A new fake server of the vendor with this folder. */
export function fakeServerOf(vendor: string): VendorFakeServer {
	const found = VENDORS.find(({ key }) => key === FOLDERS[vendor]);
	if (!found) throw new Error(`No fake server for the folder ${vendor}`);
	return found.make();
}

/** All recordings below a folder of vendors. */
export function recordings(root = __dirname): Found[] {
	const vendors = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
	return vendors.flatMap((vendor) =>
		readdirSync(path.join(root, vendor))
			.filter((name) => name.endsWith('.json'))
			.map((name) => ({ vendor, file: `${vendor}/${name}`, recording: JSON.parse(readFileSync(path.join(root, vendor, name), 'utf8')) as Recording })),
	);
}

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const validate = ajv.compile(schema);

/** What is wrong with the form of a recording. */
export function faults(recording: unknown): string[] {
	return validate(recording) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

/** Puts values in place of texts, wherever they stand in strings and keys. */
export function fill<T>(value: T, values: ReadonlyMap<string, string>): T {
	// In one pass, because a value may look like another text.
	const any = new RegExp([...values.keys()].map((key) => key.replace(/[^\w]/g, '\\$&')).join('|'), 'g');
	const text = (given: string) => given.replace(any, (found) => values.get(found) ?? found);
	const walk = (given: unknown): unknown => {
		if (typeof given === 'string') return text(given);
		if (Array.isArray(given)) return given.map(walk);
		if (typeof given !== 'object' || given === null) return given;
		return Object.fromEntries(Object.entries(given).map(([key, inner]) => [text(key), walk(inner)]));
	};
	return walk(value) as T;
}

/** Placeholders of recordings and the values of a credential that they stand for. */
export function placeholders(vendor: VendorFakeServer, url: string): Map<string, string> {
	const values = new Map([['{{url}}', url]]);
	const add = (fields: Record<string, unknown>) => {
		for (const [key, value] of Object.entries(fields)) {
			if (typeof value === 'string') values.set(`{{${NAMES[key] ?? key}}}`, value);
			else if (typeof value === 'object' && value !== null) add(value as Record<string, unknown>);
		}
	};
	for (const credential of Object.values(vendor.credentials(url)).reverse()) add(credential);
	return values;
}

/** Fields of credentials with a common name in recordings. */
const NAMES: Record<string, string> = { access_token: 'token', apiKey: 'token', secret: 'token', refresh_token: 'refreshToken' };
