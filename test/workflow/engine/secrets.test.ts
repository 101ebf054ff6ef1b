import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { KhorosMarketingFakeServer } from '../../../sandbox/khorosMarketing/fakeServer';
import { KustomerFakeServer } from '../../../sandbox/kustomer/fakeServer';
import { SalesforceEngagementFakeServer } from '../../../sandbox/salesforceEngagement/fakeServer';
import { ShareCrmFakeServer } from '../../../sandbox/shareCrm/fakeServer';
import { openForm } from '../../harness/form';
import { conversations } from '../../harness/kustomer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { pollNode } from '../../harness/poll';
import { runNode, type RunSpec } from '../../harness/workflow';
import { type Credentials } from '../../harness/credentials';

const bigin = new BiginFakeServer();
const kustomer = new KustomerFakeServer();
const salesforce = new SalesforceEngagementFakeServer();
const shareCrm = new ShareCrmFakeServer();
const khoros = new KhorosMarketingFakeServer();

/** A vendor that refuses a record and repeats what it was sent with it. */
interface Echo {
	name: string;
	vendor:
		| BiginFakeServer
		| KustomerFakeServer
		| SalesforceEngagementFakeServer
		| ShareCrmFakeServer
		| KhorosMarketingFakeServer;
	credential: string;
	secret: string;
	spec: Pick<RunSpec, 'node' | 'parameters' | 'items'>;
	/** Path of the reply, its status and its body. */
	path: string;
	status: number;
	body(text: string): unknown;
}

const ECHOES: Echo[] = [
	{
		name: 'Zoho Bigin',
		vendor: bigin,
		credential: 'biginOAuth2Api',
		secret: bigin.firstToken,
		spec: {
			node: 'bigin',
			parameters: { resource: 'contact', operation: 'create', inputMode: 'autoMap' },
			items: [{ Last_Name: 'A' }],
		},
		path: '/Contacts',
		status: 207,
		body: (text) => ({
			data: [{ status: 'error', code: 'INVALID_DATA', message: text, details: { api_name: text } }],
		}),
	},
	{
		name: 'Kustomer',
		vendor: kustomer,
		credential: 'kustomerApi',
		secret: kustomer.apiKey,
		spec: {
			node: 'kustomer',
			parameters: { resource: 'conversation', operation: 'createBulk', inputMode: 'autoMap' },
			items: conversations(1),
		},
		path: '/batches',
		status: 200,
		body: (text) => ({
			data: [{ attributes: { results: [{ _clientRef: '0', status: 'error', error: text }] } }],
		}),
	},
	{
		name: 'Salesforce',
		vendor: salesforce,
		credential: 'salesforceEngagementOAuth2Api',
		secret: salesforce.firstToken,
		spec: {
			node: 'salesforceEngagement',
			parameters: {
				authentication: 'oAuth2',
				resource: 'interaction',
				operation: 'create',
				inputMode: 'autoMap',
			},
			items: [0, 1].map((index) => ({
				attendeeVerified: true,
				communicationChannel: 'Voice Call',
				startDateTime: '2026-03-02T09:15:00.000Z',
				externalIdentifierId: `call-${index}`,
			})),
		},
		path: '/composite/batch',
		status: 200,
		body: (text) => ({
			hasErrors: true,
			results: [0, 1].map(() => ({
				statusCode: 400,
				result: [{ errorCode: 'INVALID_FIELD', message: text, fields: [text] }],
			})),
		}),
	},
	{
		name: 'ShareCRM',
		vendor: shareCrm,
		credential: 'shareCrmApi',
		secret: String(shareCrm.credentials('').shareCrmApi?.permanentCode),
		spec: {
			node: 'shareCrm',
			parameters: { resource: 'customerServiceSession', operation: 'create', inputMode: 'autoMap' },
			items: [{ name: 'A' }],
		},
		path: '/data/create',
		status: 200,
		body: (text) => ({
			errorCode: 320001,
			errorMessage: text,
			errorDescription: text,
			traceId: text,
		}),
	},
	{
		name: 'Khoros',
		vendor: khoros,
		credential: 'khorosMarketingCrmApi',
		secret: 'sandbox-khoros',
		spec: {
			node: 'khorosMarketing',
			parameters: { resource: 'case', operation: 'create', inputMode: 'autoMap' },
			items: [{ customerId: 'cus_19', title: 'A' }],
		},
		path: '/case',
		status: 422,
		body: (text) => ({
			error: text,
			message: text,
			fields: [{ name: 'title', errorMessage: text }],
		}),
	},
];

describe.each(ECHOES)(
	'A record that $name refuses with a secret in its words',
	({ vendor, credential, secret, spec, path, status, body }) => {
		let fakeServer: FakeServer<Echo['vendor']>;
		let credentials: Credentials;
		beforeAll(async () => {
			fakeServer = await startFakeServer(vendor);
		});
		afterAll(async () => await fakeServer.stop());
		beforeEach(() => {
			fakeServer.reset();
			credentials = credentialsOf(fakeServer, credential);
			fakeServer.faults.arm({
				fault: { kind: 'status', status, body: body(`sent with ${secret} here`) },
				path,
			});
		});

		it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
			'shows it in no item, with On Error %s',
			async (onError) => {
				const result = await runNode({ ...spec, credentials, onError });
				const [item] = onError === 'continueErrorOutput' ? result.errors : result.items;
				expect(String(item?.json.error)).toContain('sent with *** here');
				expect(JSON.stringify([result.items, result.errors])).not.toContain(secret);
			},
		);

		it('shows it in no error that stops the workflow', async () => {
			const { error } = await runNode({ ...spec, credentials });
			expect(error?.message).toContain('sent with *** here');
			expect(JSON.stringify([error?.message, error])).not.toContain(secret);
		});
	},
);

describe('A secret that Bigin repeats outside a run', () => {
	let fakeServer: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		fakeServer = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await fakeServer.stop());
	beforeEach(() => {
		fakeServer.reset();
		fakeServer.faults.arm({
			fault: {
				kind: 'status',
				status: 400,
				body: {
					status: 'error',
					code: 'INVALID_DATA',
					message: `sent with ${fakeServer.vendor.firstToken} here`,
					details: {},
				},
			},
		});
	});

	it('is not shown in a form', async () => {
		const form = await openForm(
			'bigin',
			{ resource: 'contact', operation: 'get' },
			credentialsOf(fakeServer, 'biginOAuth2Api'),
		);
		await expect(form.search('searchUsers')).rejects.toThrow('sent with *** here');
	});

	it("is not shown in a trigger's error", async () => {
		const { poll } = await pollNode({
			node: 'biginTrigger',
			credentials: credentialsOf(fakeServer, 'biginOAuth2Api'),
			parameters: { triggerOn: 'created', module: 'Contacts', simplify: true, options: {} },
			manual: true,
		});
		await expect(poll()).rejects.toThrow('sent with *** here');
	});
});

describe('A secret inside what a good item says of a request that was not accepted', () => {
	let fakeServer: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		fakeServer = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await fakeServer.stop());
	beforeEach(() => fakeServer.reset());
	const refusal = () => ({
		kind: 'status' as const,
		status: 400,
		body: {
			status: 'error',
			code: 'INVALID_DATA',
			message: `sent with ${fakeServer.vendor.firstToken} here`,
			details: {},
		},
	});

	it('is not shown by a write whose whole record could not be read', async () => {
		// The first request writes.
		fakeServer.faults.arm({ fault: refusal(), path: '/Contacts', skip: 1 });
		const parameters = {
			resource: 'contact',
			operation: 'create',
			inputMode: 'autoMap',
			options: { returnFullRecord: true },
		};
		const { items } = await runNode({
			node: 'bigin',
			parameters,
			items: [{ Last_Name: 'A' }],
			credentials: credentialsOf(fakeServer, 'biginOAuth2Api'),
		});
		expect(items[0]?.json.fullRecord).toContain('sent with *** here');
		expect(JSON.stringify(items)).not.toContain(fakeServer.vendor.firstToken);
	});
});

describe('A secret where a text of the vendor is cut', () => {
	const long = (length: number, secret: string) => `${'x'.repeat(length)} ${secret}`;
	const shown = async (
		vendor: KhorosMarketingFakeServer | KustomerFakeServer,
		spec: Pick<RunSpec, 'node' | 'parameters' | 'items'>,
		credential: string,
		path: string,
		status: number,
		body: unknown,
	) => {
		const fakeServer = await startFakeServer<KhorosMarketingFakeServer | KustomerFakeServer>(
			vendor,
		);
		fakeServer.faults.arm({ fault: { kind: 'status', status, body }, path });
		const result = await runNode({
			...spec,
			credentials: credentialsOf(fakeServer, credential),
			onError: 'continueRegularOutput',
		});
		await fakeServer.stop();
		return JSON.stringify(result.items);
	};

	it.each([190, 490])(
		'shows no beginning in a plain text of Khoros, after %i characters',
		async (length) => {
			const { spec } = ECHOES.find(({ name }) => name === 'Khoros') as Echo;
			const text = await shown(
				khoros,
				spec,
				'khorosMarketingCrmApi',
				'/case',
				400,
				long(length, 'sandbox-khoros'),
			);
			expect(text).toContain('x'.repeat(150));
			expect(text).not.toContain('sand');
		},
	);

	it('shows no beginning in a result of a Kustomer job that is an object of an unknown shape', async () => {
		const { spec } = ECHOES.find(({ name }) => name === 'Kustomer') as Echo;
		const text = await shown(kustomer, spec, 'kustomerApi', '/batches', 200, {
			data: [
				{
					attributes: {
						results: [
							{ _clientRef: '0', status: 'error', error: { reason: long(35, kustomer.apiKey) } },
						],
					},
				},
			],
		});
		expect(text).toContain(long(35, '***'));
		expect(text).not.toContain(kustomer.apiKey.slice(0, 6));
	});
});
