import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { KhorosMarketingFakeServer } from '../../../sandbox/khorosMarketing/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode } from '../../harness/workflow';

/**
 * The page prints tables and no example, so this is its request with every documented field and header. Corrections:
 * - the two nameless required strings are `customerId` and `title` (khoros-marketing 6.1);
 * - the two nameless custom strings are the placeholders `customCasePropertyOne` and `customCasePropertyTwo` (khoros-marketing 6.2);
 * - the three nameless headers are `x-sf-user-email`, `x-sf-initiative` and `x-sf-company-id` (khoros-marketing 6.3);
 * - the ids in headers are int64, not int32 (khoros-marketing 6.4);
 * - the Author table belongs to `interactions[].author` (khoros-marketing 6.5);
 * - `serviceId` of an interaction is the id of the content, not the service again (khoros-marketing 6.6).
 */
const PAGE = {
	body: {
		customerId: 'cus_19',
		title: 'Parcel never arrived',
		interactions: [
			{
				created: '2026-03-04T09:12:00.000Z',
				body: 'Where is my order?',
				linkUrl: 'https://social.example/p/555',
				serviceId: '555',
				service: 'twitter',
				contentType: 'post',
				author: {
					service: 'twitter',
					serviceId: '8801',
					handle: 'janed',
					name: 'Jane Doe',
					brandOwned: false,
				},
			},
		],
		clubNo: 'A-77',
		customCasePropertyOne: 'First',
		customCasePropertyTwo: 'Second',
	},
	headers: {
		'content-type': 'application/json',
		'x-sf-user-email': 'ana@brand.example',
		'x-sf-initiative': '4711',
		'x-sf-company-id': '9223372036854775807',
	},
};

/** Fields that the page's tables mark as required in the answer (khoros-marketing 5.2). */
const ANSWER = [
	'id',
	'number',
	'customerId',
	'title',
	'description',
	'url',
	'lastUpdated',
	'created',
	'status',
];

describe('the page createCase of Khoros Marketing', () => {
	let khoros: FakeServer<KhorosMarketingFakeServer>;
	beforeAll(async () => {
		khoros = await startFakeServer(new KhorosMarketingFakeServer());
	});
	afterAll(async () => await khoros.stop());

	it('is sent from the form with every documented field and header', async () => {
		const result = await runNode({
			node: 'khorosMarketing',
			credentials: credentialsOf(khoros, 'khorosMarketingCrmApi'),
			parameters: {
				resource: 'case',
				operation: 'create',
				inputMode: 'define',
				customerId: 'cus_19',
				title: 'Parcel never arrived',
				additionalFields: {
					interactions: {
						values: [
							{
								created: '2026-03-04T09:12:00.000Z',
								body: 'Where is my order?',
								linkUrl: 'https://social.example/p/555',
								serviceId: '555',
								service: 'twitter',
								contentType: 'post',
								author: {
									values: {
										service: 'twitter',
										serviceId: '8801',
										handle: 'janed',
										name: 'Jane Doe',
										brandOwned: false,
									},
								},
							},
						],
					},
				},
				mapCustomFields: true,
				customFields: {
					mappingMode: 'defineBelow',
					value: {
						clubNo: 'A-77',
						customCasePropertyOne: 'First',
						customCasePropertyTwo: 'Second',
					},
				},
				options: {
					agentEmail: 'ana@brand.example',
					initiativeId: '4711',
					companyId: '9223372036854775807',
				},
			},
			items: [{}],
		});
		expect(result.error).toBeUndefined();
		// The first one asks which fields the CRM has.
		expect(khoros.requests).toHaveLength(2);
		const [, request] = khoros.requests;
		expect(request).toMatchObject({ method: 'POST', path: '/crm/v1/case', query: {} });
		expect(request?.body).toEqual(PAGE.body);
		expect(request?.headers).toMatchObject(PAGE.headers);
		expect(request?.headers['x-sf-email']).toBeUndefined();
		const [{ json } = { json: {} }] = result.items;
		expect(Object.keys(json)).toEqual(expect.arrayContaining(ANSWER));
		expect(json).toMatchObject({
			...PAGE.body,
			id: 'case_301',
			number: '00301',
			status: 'open',
			description: 'Where is my order?',
		});
	});
});
