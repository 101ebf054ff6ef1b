import { ShareCrmFakeServer } from '../../../sandbox/shareCrm/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode } from '../../harness/workflow';

/** The request example of the page "Create Customer Service Session Object". */
const PAGE = {
	triggerApprovalFlow: true,
	triggerWorkFlow: true,
	hasSpecifyTime: true,
	hasSpecifyCreatedBy: true,
	includeDetailIds: true,
	data: {
		object_data: {
			dataObjectApiName: 'CustomerServiceSessionObj',
			object_describe_api_name: 'hello',
			name: 'hello',
		},
		optionInfo: { skipFuncValidate: true, isDuplicateSearch: true, useValidationRule: true },
		details: { detail_api_name: {} },
	},
};

describe('The page Create Customer Service Session Object', () => {
	let shareCrm: FakeServer<ShareCrmFakeServer>;
	beforeAll(async () => {
		shareCrm = await startFakeServer(new ShareCrmFakeServer());
	});
	afterAll(async () => await shareCrm.stop());

	it('is reproduced by the form', async () => {
		const result = await runNode({
			node: 'shareCrm',
			credentials: credentialsOf(shareCrm, 'shareCrmApi'),
			parameters: {
				resource: 'customerServiceSession',
				operation: 'create',
				inputMode: 'define',
				triggerApprovalFlow: true,
				triggerWorkFlow: true,
				name: 'hello',
				additionalFields: {
					object_describe_api_name: 'hello',
					details: { values: [{ apiName: 'detail_api_name', records: '[{}]' }] },
				},
				options: {
					hasSpecifyTime: true,
					hasSpecifyCreatedBy: true,
					includeDetailIds: true,
					skipFuncValidate: true,
					isDuplicateSearch: true,
					useValidationRule: true,
				},
			},
			items: [{}],
		});
		expect(result.error).toBeUndefined();
		const [request] = shareCrm.seen('/cgi/crm/v2/data/create');
		expect(request?.body).toEqual({
			...PAGE,
			// A list of detail records in place of one (sharecrm 5.1 and 14, row 1).
			data: { ...PAGE.data, details: { detail_api_name: [{}] } },
		});
		expect(request).toMatchObject({
			method: 'POST',
			path: '/cgi/crm/v2/data/create',
			headers: { 'content-type': expect.stringContaining('application/json') },
		});
		expect(result.items[0]?.json).toMatchObject({
			id: expect.any(String),
			traceId: expect.any(String),
		});
	});
});
