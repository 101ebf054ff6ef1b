import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Org } from '../../harness/salesforceEngagement';
import { credentialsOf } from '../../harness/sandbox';

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
const CONTACT = { __rl: true, mode: 'name', value: 'Contact' };
const SOAP = '/services/Soap/u/67.0';

describe('Undelete of Salesforce records', () => {
	const org = new Org();
	const state = () => org.fakeServer.vendor.state;
	const contact = (name: string, deleted = true): string => {
		const written = state().insert('Contact', { LastName: name });
		if (!written.success) return '';
		if (deleted) state().remove(written.id);
		return written.id;
	};
	const run = async (ids: string[], spec: IDataObject = {}, parameters: INodeParameters = {}) =>
		await org.run({
			parameters: {
				resource: 'record',
				operation: 'undelete',
				object: CONTACT,
				id: '={{ $json.id }}',
				...parameters,
			},
			items: ids.map((id) => ({ id })),
			...spec,
		});
	const living = () =>
		state()
			.stored()
			.Contact?.map(({ LastName }) => LastName);

	it('takes 200 records a request out of the recycle bin, each with its own item', async () => {
		const ids = Array.from({ length: 250 }, (_, index) => contact(`N${index}`));
		const { error, items } = await run(ids);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual(
			ids.map((id) => ({ id, success: true, undeleted: true })),
		);
		expect(living()).toHaveLength(250);
		expect(org.fakeServer.seen(SOAP)).toHaveLength(2);
	});

	it('sends a record once whose ID comes in both of its forms', async () => {
		const id = contact('A');
		const { error, items } = await run([id, id.slice(0, 15)]);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.undeleted)).toEqual([true, true]);
		const [sent] = org.fakeServer.seen(SOAP).map(({ body }) => String(body));
		expect(sent?.match(/<urn:ids>/g)).toHaveLength(1);
	});

	it('says of a record that is there that it was not deleted, and sends nothing for it', async () => {
		const { items } = await run([contact('there', false)]);
		expect(items.map(({ json }) => json.undeleted)).toEqual([false]);
		expect(org.fakeServer.seen(SOAP)).toEqual([]);
	});

	it.each(ON_ERROR)('keeps a record that is gone with its own item in mode %s', async (onError) => {
		const good = contact('good');
		const result = await run(['003000000000999AAA', good], { onError });
		expect(living()).toEqual(['good']);
		if (onError === 'stopWorkflow') {
			expect(result.error?.message).toContain('No record with the ID 003000000000999AAA');
			return;
		}
		const failures = onError === 'continueErrorOutput' ? result.errors : result.items;
		expect(failures.find(({ json }) => json.error !== undefined)).toMatchObject({
			pairedItem: { item: 0 },
			json: { error: expect.stringContaining('was found') },
		});
	});

	it('finds out what became of records whose reply was lost, and sends them once', async () => {
		const ids = [contact('A'), contact('B')];
		org.fakeServer.faults.arm({ path: SOAP, fault: { kind: 'dropAfter' }, times: 1 });
		const { error, items } = await run(ids);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(ids);
		expect(org.fakeServer.seen(SOAP)).toHaveLength(1);
	});

	it('does not take a record for restored whose request never arrived', async () => {
		org.fakeServer.faults.arm({ path: SOAP, fault: { kind: 'dropBefore' }, times: 1 });
		const { items } = await run([contact('A')], { onError: 'continueRegularOutput' });
		expect(items[0]?.json.details).toMatchObject({ executed: 'unknown' });
		expect(living()).toEqual([]);
	});

	it.each(['html', 'truncated', 'empty'] as const)(
		'does not believe a reply that is %s, and looks for itself',
		async (body) => {
			org.fakeServer.faults.arm({ path: SOAP, fault: { kind: 'malformed', body }, times: 1 });
			const ids = [contact('A')];
			const { items } = await run(ids, { onError: 'continueRegularOutput' });
			expect(items.map(({ json }) => json)).toEqual([
				{ id: ids[0], success: true, undeleted: true },
			]);
		},
	);

	it.each(['salesforceEngagementClientCredentialsOAuth2Api', 'salesforceEngagementJwtApi'])(
		'is signed by %s, also with a renewed token, and shows the token nowhere',
		async (credential) => {
			const authentication = credential.includes('Jwt') ? 'jwt' : 'clientCredentials';
			const credentials = credentialsOf(org.fakeServer, credential);
			const parameters = { authentication };
			await run([contact('A')], { credentials }, parameters);
			org.fakeServer.vendor.expireTokens();
			const { error, items } = await run([contact('B')], { credentials }, parameters);
			expect(error).toBeUndefined();
			expect(living()).toEqual(['A', 'B']);
			const sent = org.fakeServer.seen(SOAP).map(({ body }) => String(body));
			const tokens = sent.map((body) => /sessionId>([^<]+)</.exec(body)?.[1] ?? '');
			expect(new Set(tokens).size).toBe(2);
			for (const token of tokens) expect(JSON.stringify(items)).not.toContain(token);
		},
	);

	it.each([
		'salesforceEngagementOAuth2Api',
		'salesforceEngagementClientCredentialsOAuth2Api',
		'salesforceEngagementJwtApi',
	])('is sent again with a new token where %s expires just before it', async (credential) => {
		const authentication = credential.includes('Jwt')
			? 'jwt'
			: credential.includes('Client')
				? 'clientCredentials'
				: 'oAuth2';
		const id = contact('A');
		org.fakeServer.faults.arm({ path: SOAP, fault: { kind: 'expireTokens' }, times: 1 });
		const { error, items } = await run(
			[id],
			{ credentials: credentialsOf(org.fakeServer, credential) },
			{ authentication },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual([{ id, success: true, undeleted: true }]);
		expect(org.fakeServer.seen(SOAP)).toHaveLength(2);
	});

	it('tells why the whole request was refused', async () => {
		org.fakeServer.faults.arm({
			path: SOAP,
			fault: {
				kind: 'status',
				status: 500,
				body: '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault><faultcode>sf:REQUEST_LIMIT_EXCEEDED</faultcode><faultstring>REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>',
			},
			times: 1,
		});
		const { error } = await run([contact('A')]);
		expect(error?.message).toContain('TotalRequests Limit exceeded.');
		expect(error?.description).toContain('used up');
	});
});
