/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { BiginFakeServer } from '../../sandbox/bigin/fakeServer';
import type { ArmedFault } from '../../sandbox/core/faults';
import type { FakeServer } from '../../sandbox/core/fakeServer';
import { credentialsOf, startFakeServer } from '../harness/sandbox';
import { runNode, type RunResult, type RunSpec } from '../harness/workflow';
import { type Credentials } from '../harness/credentials';
import { builtInNodes, zendesk, zohoCrm } from './peers';
import { table } from './table';

interface Contestant {
	name: string;
	fakeServer: FakeServer;
	/** Part of the path of the requests that create. */
	path: string;
	/** @param oneByOne our node sends one record a request, so that a fault hits one record; the others always do */
	run(spec: Partial<RunSpec> & { items: IDataObject[] }, oneByOne: boolean): Promise<RunResult>;
}

interface Case {
	name: string;
	count: number;
	/** The first item is one that the vendor refuses. */
	bad?: boolean;
	fault?: Omit<ArmedFault, 'path'>;
	oneByOne?: boolean;
	spec?: Pick<RunSpec, 'onError' | 'retry'>;
}

const CASES: Case[] = [
	{ name: '500 creates', count: 500 },
	{
		name: '5 creates, the first request is answered 429 with Retry-After 1',
		count: 5,
		fault: { fault: { kind: 'status', status: 429, headers: { 'retry-after': '1' } }, times: 1 },
	},
	{
		name: '3 creates one by one, the last is answered 500 once; Retry On Fail, 3 tries',
		count: 3,
		oneByOne: true,
		fault: { fault: { kind: 'status', status: 500 }, times: 1, skip: 2 },
		spec: { retry: { tries: 3 } },
	},
	{
		name: '3 creates, the first is invalid; Continue; Retry On Fail, 3 tries',
		count: 3,
		bad: true,
		spec: { onError: 'continueRegularOutput', retry: { tries: 3 } },
	},
];

async function contestants(): Promise<Contestant[]> {
	const bigin = await startFakeServer(new BiginFakeServer());
	const zoho = await startFakeServer(zohoCrm());
	const tickets = await startFakeServer(zendesk());
	const builtIn = builtInNodes(process.env.N8N_MODULES ?? '', tickets.url);
	const zohoCredential: Credentials = {
		zohoOAuth2Api: {
			clientId: 'id',
			clientSecret: 'secret',
			accessTokenUrl: `${zoho.url}/token`,
			oauthTokenData: { access_token: 'sandbox-access', api_domain: zoho.url },
		},
	};
	const zendeskCredential: Credentials = {
		zendeskApi: { subdomain: 'sandbox', email: 'a@example.com', apiToken: 'sandbox-token' },
	};
	const zohoParameters = {
		resource: 'lead',
		operation: 'create',
		Company: 'Example',
		lastName: '={{ $json.name }}',
		additionalFields: { Email: '={{ $json.email }}' },
	};
	const zendeskParameters = {
		authentication: 'apiToken',
		resource: 'ticket',
		operation: 'create',
		jsonParameters: false,
		description: '={{ $json.text }}',
		additionalFields: { subject: '={{ $json.name }}' },
	};
	return [
		{
			name: 'Zoho Bigin (this package)',
			fakeServer: bigin,
			path: '/Contacts',
			run: async (spec, oneByOne) =>
				await runNode({
					node: 'bigin',
					credentials: credentialsOf(bigin, 'biginOAuth2Api'),
					parameters: {
						resource: 'contact',
						operation: 'create',
						inputMode: 'define',
						Last_Name: '={{ $json.name }}',
						additionalFields: { Email: '={{ $json.email }}' },
						requestOptions: oneByOne ? { batchSize: 1, parallelRequests: 1 } : {},
					},
					...spec,
				}),
		},
		{
			name: 'Zoho CRM (built in)',
			fakeServer: zoho,
			path: '/leads',
			run: async (spec) =>
				await runNode(
					{ node: 'zohoCrm', credentials: zohoCredential, parameters: zohoParameters, ...spec },
					builtIn,
				),
		},
		{
			name: 'Zendesk (built in)',
			fakeServer: tickets,
			path: '/tickets',
			run: async (spec) =>
				await runNode(
					{
						node: 'zendesk',
						credentials: zendeskCredential,
						parameters: zendeskParameters,
						...spec,
					},
					builtIn,
				),
		},
	];
}

interface Row {
	case: string;
	node: string;
	requests: number;
	stored: number;
	duplicates: number;
	says: string;
}

async function measure(
	{ name, count, bad, fault, oneByOne = false, spec }: Case,
	{ name: node, fakeServer, path, run }: Contestant,
): Promise<Row> {
	fakeServer.reset();
	if (fault) fakeServer.faults.arm({ ...fault, path });
	const items = Array.from({ length: count }, (_, index) => ({
		name: `Person ${index}`,
		email: `p${index}@example.com`,
		text: `Text ${index}`,
	}));
	if (bad && items[0]) Object.assign(items[0], { email: 'not an address', text: '' });
	const result = await run({ items, ...spec }, oneByOne);
	const records = (Object.values(fakeServer.vendor.stored())[0] ?? []) as Array<{
		name?: string;
		Last_Name?: string;
	}>;
	const different = new Set(records.map((record) => record.name ?? record.Last_Name)).size;
	return {
		case: name,
		node,
		requests: fakeServer.seen(path).length,
		stored: records.length,
		duplicates: records.length - different,
		says: wordsOf(result),
	};
}

/** What a person sees of the result. */
function wordsOf({ error, items }: RunResult): string {
	if (error) {
		const { itemIndex, written, details } = (error.context ?? {}) as {
			itemIndex?: number;
			written?: unknown[];
			details?: IDataObject;
		};
		const place =
			itemIndex === undefined
				? 'names no item'
				: `names item ${itemIndex}${details?.executed ? ` (executed: ${String(details.executed)})` : ''}`;
		return `stops: "${short(error.message)}", ${place}, ${written ? `lists ${written.length} written` : 'lists nothing written'}`;
	}
	const failures = items.filter(isFailure);
	const told = failures.map(
		({ json, pairedItem }) =>
			`${json.error ? `"${short(String(json.error))}"` : 'no text'}, ${pairedItem === undefined ? 'not linked' : 'linked'}`,
	);
	return [
		`${items.length - failures.length} good`,
		...(failures.length > 0 ? [`${failures.length} failed: ${told.join('; ')}`] : []),
	].join(', ');
}

function isFailure({ json, error }: INodeExecutionData): boolean {
	return error !== undefined || json.error !== undefined || Object.keys(json).length === 0;
}

function short(text: string): string {
	return text.length > 70 ? `${text.slice(0, 67)}...` : text;
}

function conclusion(rows: Row[], names: string[]): string {
	const sums = names.map((name) => {
		const own = rows.filter(({ node }) => node === name);
		const sum = (of: (row: Row) => number) => own.reduce((total, row) => total + of(row), 0);
		return `${name}: ${sum(({ requests }) => requests)} requests, ${sum(({ duplicates }) => duplicates)} duplicates, ${own.filter(({ says }) => says.startsWith('stops')).length} of ${own.length} runs stopped`;
	});
	return `In all: ${sums.join('; ')}.`;
}

it('compares', async () => {
	const field = await contestants();
	const rows: Row[] = [];
	for (const entry of CASES)
		for (const contestant of field) rows.push(await measure(entry, contestant));
	for (const { fakeServer } of field) await fakeServer.stop();
	const lines = [['Node', 'Requests', 'Stored', 'Duplicates', 'What the items say']];
	for (const { name } of CASES)
		lines.push(
			[`-- ${name}`],
			...rows
				.filter((row) => row.case === name)
				.map(({ node, requests, stored, duplicates, says }) => [
					node,
					String(requests),
					String(stored),
					String(duplicates),
					says,
				]),
		);
	process.stdout.write(
		`\n${table(lines)}\n\n${conclusion(
			rows,
			field.map(({ name }) => name),
		)}\n\n`,
	);
});
