import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Org } from '../../harness/salesforceEngagement';

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

describe("Salesforce's approvals", () => {
	const org = new Org();
	const approvals = () => org.fakeServer.vendor.approvals;
	const contact = (name: string): string => {
		const written = org.fakeServer.vendor.state.insert('Contact', { LastName: name });
		return written.success ? written.id : '';
	};
	const run = async (
		operation: string,
		ids: string[],
		parameters: INodeParameters = {},
		spec: IDataObject = {},
	) =>
		await org.run({
			parameters: {
				resource: 'action',
				operation,
				contextId: '={{ $json.id }}',
				...parameters,
			},
			items: ids.map((id) => ({ id })),
			...spec,
		});

	it('are submitted, then approved or rejected, each with the result of its own item', async () => {
		const ids = ['A', 'B'].map(contact);
		const submitted = await run('submit', ids, {
			additionalFields: { comments: 'Please', nextApproverIds: ['005000000000002AAA'] },
		});
		expect(submitted.error).toBeUndefined();
		expect(submitted.items.map(({ json }) => [json.id, json.instanceStatus])).toEqual(
			ids.map((id) => [id, 'Pending']),
		);
		expect(org.fakeServer.seen('/process/approvals')[0]?.body).toEqual({
			requests: [
				{
					actionType: 'Submit',
					contextId: ids[0],
					comments: 'Please',
					nextApproverIds: ['005000000000002AAA'],
				},
			],
		});
		const requests = submitted.items.flatMap(({ json }) => json.newWorkitemIds as string[]);
		const approved = await run('approve', requests.slice(0, 1));
		expect(approved.items.map(({ json }) => [json.id, json.instanceStatus])).toEqual([
			[ids[0], 'Approved'],
		]);
		expect((await run('reject', requests.slice(1))).error).toBeUndefined();
		expect([...approvals().states.values()]).toEqual(['Approved', 'Rejected']);
	});

	it.each(ON_ERROR)('keep a refusal with its own item in mode %s', async (onError) => {
		const ids = [contact('A'), '003000000000999AAA', contact('B')];
		const result = await run('submit', ids, {}, { onError });
		const said = 'No applicable approval process was found';
		if (onError === 'stopWorkflow') {
			expect(result.error?.message).toContain(said);
			return;
		}
		expect(approvals().open.size).toBe(2);
		const failures = onError === 'continueErrorOutput' ? result.errors : result.items;
		expect(failures.find(({ json }) => json.error !== undefined)).toMatchObject({
			pairedItem: { item: 1 },
			json: { error: expect.stringContaining(said) },
		});
	});

	it.each(['html', 'empty', 'truncated'] as const)(
		'are not believed where the reply is %s, and not sent again',
		async (body) => {
			org.fakeServer.faults.arm({ path: '/approvals', fault: { kind: 'malformed', body } });
			const { items } = await run(
				'submit',
				[contact('A')],
				{},
				{
					onError: 'continueRegularOutput',
				},
			);
			expect(items[0]?.json.details).toMatchObject({ executed: 'unknown' });
			expect(org.fakeServer.seen('/approvals')).toHaveLength(1);
		},
	);

	it('are submitted once where the reply is lost', async () => {
		org.fakeServer.faults.arm({ path: '/approvals', fault: { kind: 'dropAfter' }, times: 1 });
		const { items } = await run(
			'submit',
			[contact('A')],
			{},
			{
				onError: 'continueRegularOutput',
			},
		);
		expect(items[0]?.json.details).toMatchObject({ executed: 'unknown' });
		expect(org.fakeServer.seen('/approvals')).toHaveLength(1);
	});

	it('tell the request of a refusal by its trace ID', async () => {
		const { items } = await run(
			'submit',
			['003000000000999AAA'],
			{},
			{
				onError: 'continueRegularOutput',
			},
		);
		expect(items[0]?.json.details).toMatchObject({ traceId: expect.stringMatching(/^req-/) });
	});

	it('refuses what is no ID before anything is sent', async () => {
		const { error } = await run('approve', ['x']);
		expect(error?.message).toContain('must be a Salesforce ID of 15 or 18 characters');
		expect(org.fakeServer.requests).toEqual([]);
	});
});
