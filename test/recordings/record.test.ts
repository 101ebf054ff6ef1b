/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { FakeServer, type VendorFakeServer } from '../../sandbox/core/fakeServer';
import { faults, recordings, fakeServerOf, type Found } from './form';
import { playOnNode } from './onNode';
import { playOnSandbox } from './onSandbox';

const SCRIPT = path.resolve(__dirname, '../../scripts/record.mjs');

let out = '';
beforeEach(() => {
	out = mkdtempSync(path.join(tmpdir(), 'recordings-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

/** Runs the script in an environment that holds these variables and nothing else of a vendor. */
async function record(args: string[], variables: Record<string, string>): Promise<{ code: number | null; output: string }> {
	const child = spawn(process.execPath, [SCRIPT, ...args, '--out', out], { env: { PATH: process.env.PATH, ...variables } });
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
	return { code, output };
}

/** The credential of a fake server, in the variables that the script reads. */
const VARIABLES: Record<string, (credential: Record<string, unknown>, url: string) => Record<string, string>> = {
	bigin: (_, url) => ({ BIGIN_TOKEN: 'sandbox-access', BIGIN_API_DOMAIN: url }),
	kustomer: ({ apiKey }, url) => ({ KUSTOMER_API_KEY: String(apiKey), KUSTOMER_HOST: url }),
	'salesforce-engagement': (_, url) => ({ SALESFORCE_TOKEN: '00Dsandbox!access', SALESFORCE_INSTANCE_URL: url }),
	sharecrm: ({ appId, appSecret, permanentCode }, url) => ({ SHARECRM_APP_ID: String(appId), SHARECRM_APP_SECRET: String(appSecret), SHARECRM_PERMANENT_CODE: String(permanentCode), SHARECRM_EMPLOYEE_ID: '1000', SHARECRM_HOST: url }),
};

const CUSTOMER = '5a1b2c3d4e5f60718293a4c9';

/** Something to find, where a list without records would say little. */
async function filled(vendor: string, { url }: FakeServer): Promise<void> {
	const post = async (to: string, authorization: string, body: unknown) => await fetch(url + to, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) });
	if (vendor === 'bigin') await post('/bigin/v2/Contacts', 'Zoho-oauthtoken sandbox-access', { data: ['Ottoline', 'Thaddeus'].map((name) => ({ Last_Name: name, Email: `${name}@private.example.org` })) });
	if (vendor === 'kustomer') await post('/v1/conversations/bulk', 'Bearer sandbox.kustomer.api.key', [{ customer: CUSTOMER, name: 'Ottoline asks', externalId: 'ottoline-1' }]);
}

/** A token that no account has. */
const MADE_UP = ['1000', 'secret', 'token'].join('.');

const SECRETS = ['sandbox-access', 'sandbox.kustomer.api.key', '00Dsandbox!access', 'FSAID_sandbox', 'sandbox-app-secret', 'sandbox-permanent-code'];

describe('npm run record', () => {
	// Files that each vendor gives, with --write; the sandbox does not know the other calls.
	it.each([
		['bigin', ['connected-user', 'list-contacts', 'list-contacts-by-ids', 'get-contact', 'search-not-equal', 'query', 'get-fields', 'create-contact', 'refuse-duplicate-contact', 'delete-contact']],
		['kustomer', ['current-token', 'list-conversations', 'get-unknown-conversation', 'get-unknown-job', 'create-conversation', 'job-batches']],
		['salesforce-engagement', ['list-versions', 'get-limits', 'unknown-version', 'create-interaction', 'create-in-batch']],
		['sharecrm', ['get-token', 'create-session']],
	])('records %s in the form of the schema, without secrets and personal data, and what it writes replays', async (vendor, names) => {
		const fakeServer = new FakeServer<VendorFakeServer>(fakeServerOf(vendor));
		const url = await fakeServer.start();
		try {
			await filled(vendor, fakeServer);
			const [credential = {}] = Object.values(fakeServer.vendor.credentials(url));
			const { code, output } = await record([vendor, '--send', '--write'], VARIABLES[vendor]?.(credential, url) ?? {});
			expect([code, output]).toEqual([0, expect.not.stringMatching(/not written|TypeError/)]);
		} finally {
			await fakeServer.stop();
		}
		const found = recordings(out);
		expect(found.map(({ file }) => file)).toEqual(expect.arrayContaining(names.map((name) => `${vendor}/account-${name}.json`)));
		for (const { file, recording } of found) expect([file, faults(recording)]).toEqual([file, []]);
		const written = readFolder(path.join(out, vendor));
		for (const secret of [...SECRETS, url, 'Ottoline', 'ottoline', 'Thaddeus', CUSTOMER]) expect(written).not.toContain(secret);
		for (const name of names) await expectReplays(found.find(({ file }) => file.endsWith(`/account-${name}.json`)));
	});

	it('takes names, addresses, phones and ids out of every place, and keeps one fake server for each', async () => {
		const PERSON = { id: '7618000000457001', full_name: 'Ottoline Featherstone', email: 'ottoline@private.example.org', phone: '+49 170 5551234', city: 'Wuppertal', zip: '42103', country: 'DE', created_time: '2026-09-01T09:12:13+03:00', role: { id: '7618000000026005', name: 'Chief Marmalade Officer' }, note: 'Call ottoline@private.example.org or +49 170 5551234', secret: 'Featherstone sent 1000.secret.token', self: '/v1/users/ottoline/featherstone-7', website: 'https://featherstone.example.org/me', status: 'active', ids: { '7618000000457001': true } };
		const sent: string[] = [];
		const server = createServer((request, response) => {
			sent.push(`${request.method} ${request.url}`);
			response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'session=Ottoline' });
			response.end(JSON.stringify({ users: [PERSON], data: [{ id: PERSON.id, Created_By: PERSON, message: 'record of Ottoline Featherstone (7618000000457001, ottoline@private.example.org)', code: 'SUCCESS' }], info: { count: 1, more_records: false } }));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		try {
			const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
			const { code } = await record(['bigin', '--send', '--only', 'connected-user'], { BIGIN_TOKEN: MADE_UP, BIGIN_API_DOMAIN: url });
			expect(code).toBe(0);
		} finally {
			server.closeAllConnections();
			server.close();
		}
		expect(sent).toEqual(['GET /bigin/v2/users?type=CurrentUser']);
		const written = readFolder(path.join(out, 'bigin'));
		for (const text of ['1000.secret', 'Ottoline', 'ottoline', 'Featherstone', 'featherstone', '5551234', 'Wuppertal', '42103', '7618000000457001', '7618000000026005', 'Marmalade', '2026-09-01', '09:12', 'cookie']) expect(written).not.toContain(text);
		const { exchanges } = JSON.parse(written) as { exchanges: Array<{ reply: { body: { users: Array<typeof PERSON>; data: Array<{ id: string; code: string; message: string }>; info: unknown } } }> };
		const body = exchanges[0]?.reply.body;
		const [user] = body?.users ?? [];
		expect(body?.data[0]).toMatchObject({ id: user?.id, code: 'SUCCESS' });
		expect(user?.id).toMatch(/^\d{16}$/);
		expect(Object.keys(user?.ids ?? {})).toEqual([user?.id]);
		expect(body?.data[0]?.message).toBe(`record of ${user?.full_name} (${user?.id}, ${user?.email})`);
		expect(user).toMatchObject({ status: 'active', created_time: '2026-01-02T03:04:05+03:00', email: expect.stringMatching(/^person\d+@example\.com$/) });
		expect(body?.info).toEqual({ count: 1, more_records: false });
	});

	it('sends nothing unless it is told to, and nothing that writes unless it is told that, too', async () => {
		const fakeServer = new FakeServer<VendorFakeServer>(fakeServerOf('bigin'));
		const variables = { BIGIN_TOKEN: 'sandbox-access', BIGIN_API_DOMAIN: await fakeServer.start() };
		try {
			const { code, output } = await record(['bigin'], variables);
			expect(code).toBe(0);
			expect(output).toContain('Nothing was sent');
			expect(fakeServer.requests).toEqual([]);
			expect(existsSync(path.join(out, 'bigin'))).toBe(false);
			await record(['bigin', '--send'], variables);
			expect(fakeServer.requests.length).toBeGreaterThan(5);
			// A query is a reading POST.
			expect(fakeServer.requests.filter(({ method, path: to }) => method !== 'GET' && to !== '/bigin/v2/coql')).toEqual([]);
		} finally {
			await fakeServer.stop();
		}
	});

	it.each(['bigin', 'kustomer', 'salesforce-engagement', 'sharecrm', 'khoros-marketing'])('makes the recordings that the open points of %s name', async (vendor) => {
		const { output } = await record([vendor, '--write'], { SALESFORCE_INSTANCE_URL: 'https://acme.my.salesforce.com' });
		const offered = [...output.matchAll(/^([a-z-]+)( \(writes\))?\n {4}/gm)].map(([, name, writes = '']) => `\`${name}\`${writes}`);
		const document = readFileSync(path.resolve(__dirname, `../../docs/vendors/${vendor}.md`), 'utf8');
		const [, points = ''] = document.split(/^## \d+\. Open points\n/m);
		const named = [...points.matchAll(/\| (`[a-z-]+`( \(writes\))?) \|$/gm)].map(([, name]) => name);
		expect(named.length).toBeGreaterThan(0);
		// The rest removes what was created.
		expect(offered.filter((name) => !named.includes(name))).toEqual(offered.filter((name) => /^`delete-(second|interaction-of)/.test(name)));
		expect(named.filter((name) => !offered.includes(name ?? ''))).toEqual([]);
	});

	it('leaves nothing behind of what it creates', async () => {
		const fakeServer = new FakeServer<VendorFakeServer>(fakeServerOf('bigin'));
		try {
			await record(['bigin', '--send', '--write'], { BIGIN_TOKEN: 'sandbox-access', BIGIN_API_DOMAIN: await fakeServer.start() });
			expect(fakeServer.seen('/Contacts').some(({ method }) => method === 'POST')).toBe(true);
			expect(fakeServer.vendor.stored().Contacts ?? []).toEqual([]);
		} finally {
			await fakeServer.stop();
		}
	});

	it.each(['https://evil.example', 'https://www.zohoapis.com.evil.example', 'http://www.zohoapis.com', 'https://www.zohoapis.com:8443', 'https://user@www.zohoapis.com', 'not an address'])('gives no credential to %s', async (url) => {
		const { code, output } = await record(['bigin', '--send'], { BIGIN_TOKEN: MADE_UP, BIGIN_API_DOMAIN: url });
		expect(code).toBe(1);
		expect(output).not.toContain('1000.secret');
		expect(output).not.toContain('connected-user');
	});
});

async function expectReplays(found: Found | undefined): Promise<void> {
	if (!found) throw new Error('not recorded');
	expect([found.file, await playOnSandbox(found)]).toEqual([found.file, []]);
	const { node } = found.recording;
	if ('not' in node) return;
	const { requests, result, expected } = await playOnNode(found, node);
	expect([found.file, requests]).toEqual([found.file, []]);
	expect(result.error?.message).toBeUndefined();
	expect(result.items.map(({ json }) => json)).toMatchObject(expected.items ?? []);
}

function readFolder(folder: string): string {
	return readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8')).join('\n');
}
