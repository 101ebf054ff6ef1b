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
	}: { token?: boolean; secret?: string; before?: HookedWorkflow } = {},
): Promise<HookedWorkflow> => {
	const workflow = await n8n.workflow({
		node: 'khorosMarketingCrmTrigger',
		credentials: {
			khorosMarketingCrmApi: {
				baseUrl: 'https://unused.example',
				headerName: 'Authorization',
				secret,
			},
			...(token ? credentialsOf(khoros, 'khorosMarketingApi') : {}),
		},
		parameters: { triggerOn: ['createCase'], customerFields: {}, caseFields: {}, options },
		...(before ? { id: before.id } : {}),
	});
	if (before) workflow.stored = before.stored;
	return workflow;
};
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
		const crmId = khoros.vendor.khoros.register({
			name: 'Old',
			instanceUrl: 'https://old.example',
			authHeaderValue: 'old',
		});
		const made = await trigger({ crmId });
		await made.activate();
		expect(crms()).toMatchObject([{ id: crmId, instanceUrl: address(made) }]);
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
});
