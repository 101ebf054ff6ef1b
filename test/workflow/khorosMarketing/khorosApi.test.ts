import type { IDataObject } from 'n8n-workflow';

import { useKhoros } from '../../harness/khoros';

const TOKEN = 'khorosMarketingApi';
const khoros = useKhoros(TOKEN);
const MODES = ['continueRegularOutput', 'continueErrorOutput'] as const;
const CRM = {
	name: 'Our CRM',
	instanceUrl: 'https://n8n.example/webhook/1/1',
	authHeaderValue: 'Bearer very-secret',
};
const crm = (operation: string, more: IDataObject = {}) =>
	({ resource: 'customCrm', operation, ...CRM, ...more }) as never;
const events = (operation: string, more: IDataObject = {}) =>
	({ resource: 'eventSubscription', operation, ...more }) as never;
const subscribe = async (more: IDataObject = {}) =>
	String(
		(await khoros.run(events('create', { eventName: 'error-custom-crm', ...more }))).items[0]?.json
			.uuid,
	);

describe('Custom CRM of Khoros Marketing', () => {
	it('registers, changes and gives a new secret, without showing one', async () => {
		const made = await khoros.run(crm('register'));
		expect(made.error).toBeUndefined();
		const id = made.items[0]?.json.id;
		expect(id).toBe('9007199254740993');
		const rotated = await khoros.run(
			crm('rotateSecret', { crmId: id, authHeaderValue: 'Bearer newer' }),
		);
		expect(khoros.stored('customCrm')).toEqual([{ ...CRM, id, authHeaderValue: 'Bearer newer' }]);
		expect(JSON.stringify([made.items, rotated.items])).not.toMatch(/very-secret|newer/);
		const changed = await khoros.run(crm('update', { crmId: id, name: 'Renamed' }));
		expect(changed.items[0]?.json).toMatchObject({ id, name: 'Renamed' });
	});

	it('names the CRM that was changed, also where Khoros does not repeat its number', async () => {
		khoros.fakeServer.faults.arm({
			fault: { kind: 'status', status: 200, body: { status: { succeeded: true } } },
		});
		const { items } = await khoros.run(crm('update', { crmId: '9223372036854775807' }));
		expect(items.map(({ json }) => json)).toEqual([{ id: '9223372036854775807' }]);
	});

	it('finds the number of a new CRM also beside the envelope', async () => {
		khoros.fakeServer.faults.arm({
			fault: { kind: 'status', status: 200, body: { crmId: 7, status: { succeeded: true } } },
		});
		const { items } = await khoros.run(crm('register'));
		expect(items.map(({ json }) => json)).toEqual([{ crmId: 7 }]);
	});

	it('counts any success as one, also without a body', async () => {
		const { items } = await khoros.run(crm('register'));
		const crmId = items[0]?.json.id;
		khoros.fakeServer.faults.arm({ fault: { kind: 'malformed', body: 'empty' } });
		const rotated = await khoros.run(crm('rotateSecret', { crmId, authHeaderValue: 'Bearer new' }));
		expect(rotated.error).toBeUndefined();
		expect(khoros.stored('customCrm')).toMatchObject([{ authHeaderValue: 'Bearer new' }]);
	});

	it('sends a registration once, and leaves one without a reply unclear', async () => {
		khoros.fakeServer.faults.arm({ fault: { kind: 'dropAfter' }, path: '/custom' });
		const { error } = await khoros.run(crm('register'));
		expect(error?.context?.details).toMatchObject({ executed: 'unknown' });
		expect(khoros.stored('customCrm')).toHaveLength(1);
	});

	it('refuses an address that is not encrypted before anything is sent', async () => {
		const { error } = await khoros.run(crm('register', { instanceUrl: 'http://n8n.example' }));
		expect(error?.message).toContain("'Base URL' must be an address");
		expect(khoros.fakeServer.requests).toHaveLength(0);
	});

	it.each(MODES)('fails the item of an unknown CRM alone with %s', async (onError) => {
		const id = (await khoros.run(crm('register'))).items[0]?.json.id;
		const result = await khoros.run(
			crm('update', { crmId: '={{ $json.crm }}' }),
			[{ crm: '4' }, { crm: String(id) }],
			{ onError },
		);
		const bad = onError === 'continueErrorOutput' ? result.errors[0] : result.items[0];
		expect(bad).toMatchObject({ pairedItem: { item: 0 }, json: { details: { httpCode: 404 } } });
	});
});

describe('Event Subscription of Khoros Marketing', () => {
	it('is made, read, listed, paused and deleted, without its token', async () => {
		const id = await subscribe({
			additionalFields: { bearerToken: 'push-secret', externalId: 'e1' },
		});
		const read = await khoros.run(events('get', { id }));
		expect(read.items[0]?.json).toMatchObject({ uuid: id, externalId: 'e1', status: 'ACTIVE' });
		const paused = await khoros.run(events('setStatus', { id, status: 'PAUSED' }));
		expect(paused.items[0]?.json).toMatchObject({ uuid: id, status: 'PAUSED' });
		const all = await khoros.run(events('getAll', { returnAll: true }));
		expect(all.items).toHaveLength(1);
		expect(JSON.stringify([read.items, paused.items, all.items])).not.toContain('push-secret');
		const gone = await khoros.run(events('delete', { id }));
		expect(gone.items[0]?.json).toEqual({ id, deleted: true });
		const { error } = await khoros.run(events('get', { id }));
		expect(error?.message).toContain(`No event subscription with the ID ${id}`);
	});

	it('lists more than one page, each subscription once', async () => {
		for (let index = 0; index < 230; index++)
			khoros.fakeServer.vendor.khoros.subscriptions.set(`s${index}`, { uuid: `s${index}` });
		const { items } = await khoros.run(events('getAll', { returnAll: true }));
		expect(new Set(items.map(({ json }) => json.uuid)).size).toBe(230);
	});

	it('polls events from an offset on, without the secret of the CRM', async () => {
		const id = await subscribe();
		for (const operation of ['one', 'two', 'three'])
			await khoros.fakeServer.vendor.khoros.raise('error-custom-crm', {
				operation,
				externalCall: {
					requestMethod: 'GET',
					requestHeaders: { Authorization: ['Bearer crm-secret'], 'x-sf-company-id': ['1'] },
				},
			});
		const { items } = await khoros.run(
			events('pollEvents', { id, returnAll: true, filters: { offset: 1 } }),
		);
		expect(items.map(({ json }) => (json.data as IDataObject).operation)).toEqual(['two', 'three']);
		expect(items[0]?.json.data).toMatchObject({
			externalCall: { requestHeaders: { 'x-sf-company-id': ['1'] } },
		});
		expect(JSON.stringify(items)).not.toContain('crm-secret');
	});

	it('is paused and deleted also where Khoros replies without a body', async () => {
		const id = await subscribe();
		khoros.fakeServer.faults.arm({ fault: { kind: 'malformed', body: 'empty' } });
		const paused = await khoros.run(events('setStatus', { id, status: 'PAUSED' }));
		expect(paused.items[0]?.json).toMatchObject({ uuid: id, status: 'PAUSED' });
		const gone = await khoros.run(events('delete', { id }));
		expect(gone.items[0]?.json).toEqual({ id, deleted: true });
	});

	it('is read with and without the envelope, also where that is empty', async () => {
		const answers = async (body: unknown, ...asked: Parameters<typeof events>) => {
			khoros.fakeServer.faults.arm({ fault: { kind: 'status', status: 200, body }, times: 1 });
			return (await khoros.run(events(...asked))).items.map(({ json }) => json);
		};
		const one = { uuid: 's1', eventName: 'rule-applied', status: 'ACTIVE' };
		const shown = [{ ...one, id: 's1' }];
		const good = { status: { succeeded: true } };
		expect(await answers(one, 'get', { id: 's1' })).toEqual(shown);
		expect(await answers({ ...good, data: one }, 'get', { id: 's1' })).toEqual(shown);
		expect(await answers([one], 'getAll')).toEqual(shown);
		expect(await answers({ ...good, data: [one] }, 'getAll')).toEqual(shown);
		expect(await answers(good, 'setStatus', { id: 's1', status: 'PAUSED' })).toEqual([
			{ id: 's1', uuid: 's1', status: 'PAUSED' },
		]);
	});

	it('says how to get a new token, and never shows it', async () => {
		khoros.fakeServer.faults.arm({
			fault: { kind: 'status', status: 403, body: '<h1>Developer Inactive</h1>' },
		});
		const { error } = await khoros.run(events('getAll'));
		expect(error?.message).toContain('the access token is over');
		expect(error?.description).toContain('Profile Settings');
	});

	it('takes an envelope that did not succeed for a refusal', async () => {
		khoros.fakeServer.faults.arm({
			fault: {
				kind: 'status',
				status: 200,
				body: { status: { succeeded: false, error: { code: 'E1', message: 'Not today.' } } },
			},
		});
		const { error } = await khoros.run(events('create', { eventName: 'rule-applied' }));
		expect(error?.message).toContain('Not today.');
		expect(error?.context?.details).toMatchObject({ code: 'E1' });
	});
});

describe('API calls of Khoros Marketing', () => {
	it('reach the API of Khoros', async () => {
		const { items } = await khoros.run({
			resource: 'khorosApiCall',
			operation: 'send',
			method: 'GET',
			path: '/v2/me',
		});
		expect(JSON.stringify(items)).toContain('90210');
	});
});
