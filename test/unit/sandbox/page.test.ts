import axios from 'axios';

import { startSandbox, type Sandbox } from '../../../sandbox';
import { addSamples } from '../../../sandbox/samples';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
	await addSamples(sandbox);
});
afterAll(async () => await sandbox.stop());

const pageOf = async (key: string) => {
	const { url } = sandbox.fakeServers[key] ?? { url: '' };
	const { data, headers } = await axios.get<string>(url);
	return {
		url,
		html: data,
		type: String(headers['content-type']),
		values: Object.fromEntries(
			[...data.matchAll(/<th>(.*?)<\/th><td><code>(.*?)<\/code>/g)].map(([, label, value]) => [
				label,
				value,
			]),
		),
	};
};

describe('page of a fake server', () => {
	it('shows what Bigin holds after the samples, and is itself no request', async () => {
		const { html, type } = await pageOf('bigin');
		expect(type).toContain('text/html');
		expect(html).toContain('<li>Contacts: 3</li>');
		expect(html).toContain('all requests</a> (0)');
		expect(sandbox.fakeServers.bigin?.requests).toEqual([]);
	});

	it.each(['bigin', 'kustomer', 'salesforceEngagement', 'shareCrm', 'khorosMarketing'])(
		'%s: gives every value of its credentials under a label of the form',
		async (key) => {
			const fakeServer = sandbox.fakeServers[key];
			const { html, values, url } = await pageOf(key);
			expect(
				Object.keys(values).filter((label) => !/^[A-Z][A-Za-z-]*( [A-Z][A-Za-z-]*)*$/.test(label)),
			).toEqual([]);
			for (const data of Object.values(fakeServer?.vendor.credentials(url) ?? {})) {
				for (const value of Object.values(data))
					if (typeof value === 'string' && !['custom', 'myDomain'].includes(value))
						expect(Object.values(values)).toContain(value);
			}
			expect(html).not.toContain('undefined');
		},
	);

	it('names a choice as the form does', async () => {
		expect((await pageOf('bigin')).values).toMatchObject({
			'Client ID': '1000.SANDBOXCLIENT',
			'API Domain': sandbox.fakeServers.bigin?.url,
		});
		expect((await pageOf('salesforceEngagement')).values.Environment).toBe('My Domain');
	});
});

it('each credential of the sandbox has a name of its own', () => {
	const names = sandbox.credentials().map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
});

it('each credential of the sandbox has an ID of its own that fits into the tables of PostgreSQL', () => {
	const ids = sandbox.credentials().map(({ id }) => id);
	expect(new Set(ids).size).toBe(ids.length);
	expect(ids.filter((id) => id.length > 36)).toEqual([]);
});
