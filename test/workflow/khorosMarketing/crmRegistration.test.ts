import type { INodeParameters } from 'n8n-workflow';

import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { KhorosMarketingFakeServer } from '../../../sandbox/khorosMarketing/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { WebhookServer, type HookedWorkflow } from '../../harness/webhooks';

let khoros: FakeServer<KhorosMarketingFakeServer>;
let n8n: WebhookServer;
beforeAll(async () => {
	khoros = await startFakeServer(new KhorosMarketingFakeServer());
	n8n = await WebhookServer.start();
});
afterAll(async () => {
	await khoros.stop();
	await n8n.stop();
});
beforeEach(() => {
	khoros.reset();
	n8n.routes.clear();
});

const crms = () => [...khoros.vendor.khoros.crms.values()];
const SECRET = 'Bearer sandbox-khoros';
const trigger = async (
	options: INodeParameters = {},
	{
		token = true,
		secret = SECRET,
		before,
		credential,
		at = n8n,
	}: {
		token?: boolean;
		secret?: string;
		before?: HookedWorkflow;
		/** Id of the credential that holds the access token. */
		credential?: string;
		at?: WebhookServer;
	} = {},
): Promise<HookedWorkflow> => {
	const workflow = await at.workflow({
		node: 'khorosMarketingCrmTrigger',
		credentials: {
			khorosMarketingCrmApi: {
				baseUrl: 'https://unused.example',
				headerName: 'Authorization',
				secret,
			},
			...(token ? credentialsOf(khoros, 'khorosMarketingApi') : {}),
		},
		...(credential === undefined ? {} : { credentialIds: { khorosMarketingApi: credential } }),
		parameters: { triggerOn: ['createCase'], customerFields: {}, caseFields: {}, options },
		...(before ? { id: before.id } : {}),
	});
	if (before) workflow.stored = before.stored;
	return workflow;
};
/** A CRM that somebody has registered; gives its number. */
const registeredBefore = () =>
	khoros.vendor.khoros.register({
		name: 'Old',
		instanceUrl: 'https://old.example',
		authHeaderValue: 'old',
	});
const address = ({ id }: HookedWorkflow) => `${n8n.url}/webhook/${id}/${id}`;

describe('activation of the Khoros Marketing CRM Trigger', () => {
	it('registers the base address and the secret, where an access token is given', async () => {
		const made = await trigger();
		await made.activate();
		expect(crms()).toMatchObject([
			{ name: made.id, instanceUrl: address(made), authHeaderValue: SECRET },
		]);
		expect(JSON.stringify(made.stored)).not.toContain('sandbox-khoros');
	});

	it('registers nothing without an access token, and nothing in a test', async () => {
		await (await trigger({}, { token: false })).activate();
		await (await trigger()).test();
		expect(crms()).toEqual([]);
	});

	it('registers once, however often the workflow is activated or n8n is started again', async () => {
		const made = await trigger();
		await made.activate();
		await made.activate('init');
		await made.deactivate();
		await made.activate();
		expect(crms()).toHaveLength(1);
		expect(khoros.requests.map(({ method }) => method)).toEqual(['POST']);
	});

	it('tells Khoros another secret under the same number', async () => {
		const made = await trigger();
		await made.activate();
		const changed = await trigger({}, { secret: 'Bearer another', before: made });
		await changed.activate();
		expect(crms()).toMatchObject([{ authHeaderValue: 'Bearer another' }]);
	});

	it('takes over a CRM that was registered before, by its number', async () => {
		const crmId = registeredBefore();
		const made = await trigger({ crmId });
		await made.activate();
		expect(crms()).toMatchObject([{ id: crmId, instanceUrl: address(made) }]);
	});

	it('leaves a CRM with a chosen number at its n8n where a copy of the database has the number, too', async () => {
		const crmId = registeredBefore();
		const made = await trigger({ crmId });
		await made.activate();
		const copied = await WebhookServer.start();
		try {
			const copy = await trigger({ crmId }, { before: made, at: copied });
			await expect(copy.activate()).rejects.toMatchObject({
				message: expect.stringContaining(address(made)) as unknown,
				description: expect.stringContaining('replace this node with a copy of it') as unknown,
			});
			await expect(copy.activate('init')).rejects.toThrow(/another n8n/);
			expect(crms()).toMatchObject([{ id: crmId, instanceUrl: address(made) }]);
			// A node that replaces it has remembered nothing.
			const replaced = await trigger({ crmId }, { at: copied });
			await replaced.activate();
			expect(crms()).toMatchObject([
				{ id: crmId, instanceUrl: `${copied.url}/webhook/${replaced.id}/${replaced.id}` },
			]);
		} finally {
			await copied.stop();
		}
	});

	it('fails where Khoros refuses, and says where to look where its reply was lost', async () => {
		khoros.faults.arm({ fault: { kind: 'status', status: 403 }, times: 1 });
		await expect((await trigger()).activate()).rejects.toThrow(/Khoros Marketing/);
		khoros.faults.arm({ fault: { kind: 'dropAfter' }, times: 1 });
		await expect((await trigger()).activate()).rejects.toMatchObject({
			description: expect.stringContaining("'CRM ID'") as unknown,
		});
		expect(crms()).toHaveLength(1);
	});

	it('refuses a secret that cannot be sent, before anything is registered', async () => {
		await expect((await trigger({}, { secret: 'a\nb' })).activate()).rejects.toThrow(/line break/);
		expect(crms()).toEqual([]);
	});

	it('remembers the number under the ID of the node, which stays when the node is renamed', async () => {
		const made = await trigger();
		await made.activate();
		const [{ id } = {}] = crms();
		expect(made.stored).toMatchObject({
			global: { khorosCrms: { [`node-of-${made.id}`]: { crmId: id, instanceUrl: address(made) } } },
		});
	});

	it('registers no second CRM where n8n has stored nothing, because the activation ended after the registration', async () => {
		const made = await trigger();
		await made.activate();
		made.stored = {};
		await made.activate();
		const changed = await trigger({}, { secret: 'Bearer another', before: made });
		await changed.activate();
		expect(khoros.requests.map(({ method }) => method)).toEqual(['POST', 'PATCH']);
	});

	it('asks for the number where the reply to the registration did not tell it', async () => {
		const made = await trigger();
		khoros.faults.arm({ fault: { kind: 'status', status: 200, body: {} }, times: 1 });
		await made.activate();
		await made.activate();
		const changed = await trigger({}, { secret: 'Bearer another', before: made });
		await expect(changed.activate()).rejects.toMatchObject({
			description: expect.stringContaining('enter the CRM ID in the options') as unknown,
		});
		expect(khoros.requests).toHaveLength(1);
		const crmId = khoros.vendor.khoros.register({
			name: made.id,
			instanceUrl: address(made),
			authHeaderValue: SECRET,
		});
		await (await trigger({ crmId }, { secret: 'Bearer another', before: made })).activate();
		expect(crms()).toMatchObject([{ id: crmId, authHeaderValue: 'Bearer another' }]);
	});

	it('does not change a CRM with the access token of another credential', async () => {
		const made = await trigger();
		await made.activate();
		const [{ id } = {}] = crms();
		const other = await trigger({}, { credential: 'other', before: made });
		await expect(other.activate()).rejects.toMatchObject({
			message: expect.stringContaining('another access token') as unknown,
			description: expect.stringContaining(`the number ${String(id)}`) as unknown,
		});
		expect(khoros.requests).toHaveLength(1);
	});

	it('leaves the CRM at the n8n that it was registered for, unless its number is chosen', async () => {
		const made = await trigger();
		await made.activate();
		const [{ id } = {}] = crms();
		const copied = await WebhookServer.start();
		try {
			const copy = await trigger({}, { before: made, at: copied });
			await expect(copy.activate()).rejects.toMatchObject({
				message: expect.stringContaining(address(made)) as unknown,
				description: expect.stringContaining(
					`enter the number ${String(id)} as 'CRM ID'`,
				) as unknown,
			});
			expect(crms()).toMatchObject([{ instanceUrl: address(made) }]);
			const moved = await trigger({ crmId: String(id) }, { before: made, at: copied });
			await moved.activate();
			expect(crms()).toMatchObject([
				{ id, instanceUrl: `${copied.url}/webhook/${made.id}/${made.id}` },
			]);
		} finally {
			await copied.stop();
		}
	});
});
