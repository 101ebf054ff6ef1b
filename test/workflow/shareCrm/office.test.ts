import type { IDataObject } from 'n8n-workflow';

import { bytesOf } from '../../harness/workflow';
import { source, useShareCrm } from '../../harness/sharecrm';
import { ownHeaders } from '../../harness/sharecrmFiles';

const byId = { id: '={{ $json.id }}' };

describe('ShareCRM', () => {
	const { rows, run, seed, sent, fakeServer } = useShareCrm();
	const operate = async (resource: string, operation: string, more = {}, items = [{}], spec = {}) =>
		await run({ parameters: { resource, operation, ...more }, items, ...spec });
	const leads = (count: number) =>
		seed(
			'LeadsObj',
			Array.from({ length: count }, (_, index) => ({ name: `L ${index}` })),
		).map((id) => ({ id }));

	describe('Pool', () => {
		it('returns, claims and removes many records by one call each', async () => {
			const items = leads(3);
			const pool = { object: 'LeadsObj', objectPoolId: 'pool-1', ...byId };
			const returned = await operate(
				'pool',
				'return',
				{ ...pool, backReason: 'other', options: { backReason__o: 'No budget' } },
				items,
			);
			expect(returned.items.map(({ json }) => json.returned)).toEqual([true, true, true]);
			expect(sent('/data/return')).toEqual([
				{
					data: {
						apiName: 'LeadsObj',
						objectIds: items.map(({ id }) => id),
						objectPoolId: 'pool-1',
						backReason: 'other',
						backReason__o: 'No budget',
					},
				},
			]);
			const claimed = await operate(
				'pool',
				'claim',
				{ object: 'LeadsObj', ...byId, options: { operatorEmployeeId: '1001' } },
				items.slice(0, 2),
			);
			expect(claimed.items.map(({ json }) => json.claimed)).toEqual([true, true]);
			expect(rows('LeadsObj').map(({ owner }) => owner)).toEqual([['1001'], ['1001'], []]);
			await operate('pool', 'remove', { ...pool, options: { isKeepOwner: true } }, items.slice(2));
			expect(sent('/data/remove')[0]?.data).toMatchObject({ objectIDs: [items[2]?.id] });
		});

		it('names the record that is in no pool', async () => {
			const items = leads(3);
			await operate(
				'pool',
				'return',
				{ object: 'LeadsObj', objectPoolId: 'p', backReason: '0', ...byId },
				items.slice(1),
			);
			const result = await operate('pool', 'claim', { object: 'LeadsObj', ...byId }, items, {
				onError: 'continueErrorOutput',
			});
			expect(result.errors.map(source)).toEqual([0]);
			expect(result.items.map(source)).toEqual([1, 2]);
		});
	});

	it('adds, edits, lists and removes members of related teams', async () => {
		const items = seed('AccountObj', [{ name: 'A' }, { name: 'B' }]).map((id) => ({ id }));
		const team = { object: 'AccountObj', ...byId };
		const added = await operate(
			'relatedTeam',
			'add',
			{
				...team,
				teamMemberEmployee: '1001, 1000',
				teamMemberRole: '2',
				teamMemberPermissionType: '2',
			},
			items,
		);
		expect(added.items.map(({ json }) => json.added)).toEqual([true, true]);
		expect(sent('/team/add')).toEqual([
			{
				apiName: 'AccountObj',
				data: {
					dataIDs: items.map(({ id }) => id),
					teamMemberEmployee: ['1001', '1000'],
					teamMemberRole: '2',
					teamMemberPermissionType: '2',
				},
			},
		]);
		await operate('relatedTeam', 'remove', { ...team, teamMemberEmployee: '1000' }, items);
		const listed = await operate('relatedTeam', 'getAll', team, items);
		expect(listed.items.map(({ json }) => json.teamMemberEmployee)).toEqual([['1001'], ['1001']]);
		expect(listed.items.map(source)).toEqual([0, 1]);
		const member = {
			teamMemberEmployee: '1000',
			teamMemberRole: '4',
			teamMemberPermissionType: '1',
		};
		const edited = await operate(
			'relatedTeam',
			'edit',
			{ ...team, teamMemberInfos: { values: [member] } },
			items.slice(0, 1),
		);
		expect(edited.items[0]?.json.edited).toBe(true);
		expect(rows('AccountObj')[0]?.relevant_team).toEqual([
			{ ...member, teamMemberEmployee: ['1000'] },
		]);
	});

	describe('File', () => {
		const files = [{ data: { name: 'offer ü.pdf', bytes: Buffer.from('PDF') } }];

		it('is uploaded in two steps, without the token in the second, and downloaded again', async () => {
			const upload = { resourceType: 'N', inputDataFieldName: 'data' };
			const result = await operate('file', 'upload', upload, [{}], { files });
			expect(result.error).toBeUndefined();
			const path = String(result.items[0]?.json.path);
			expect(result.items[0]?.json).toMatchObject({ size: 3, filename: 'offer ü.pdf', ext: 'pdf' });
			expect(sent('/generatorFileUploadCredential')[0]?.data).toMatchObject({
				resourceType: 'N',
				fileSize: 3,
				extension: 'pdf',
				isStreamUpload: true,
			});
			const [second] = fakeServer().seen('/FSC/upload');
			expect(ownHeaders(second?.headers)).toEqual([]);
			const file = { path, outputDataFieldName: 'data' };
			const downloaded = await operate('file', 'download', file);
			expect(bytesOf(downloaded.items[0]).toString()).toBe('PDF');
			expect(ownHeaders(fakeServer().seen('/FSC/file')[0]?.headers)).toEqual([]);
			const link = await operate('file', 'downloadLink', { path });
			expect(link.items[0]?.json.url).toBe(`${fakeServer().url}/FSC/file/${path}`);
			const preview = await operate('file', 'previewLink', { path, filename: 'offer.pdf' });
			expect(preview.items[0]?.json.url).toContain(path);
		});

		it('that is not there, or that the host of files refuses, fails its own item', async () => {
			const file = { path: 'N_none', outputDataFieldName: 'data' };
			const spec = { onError: 'continueErrorOutput' as const };
			const gone = await operate('file', 'download', file, [{}], spec);
			expect(gone.errors[0]?.json.error).toContain('the file does not exist');
			fakeServer().faults.arm({
				fault: {
					kind: 'status',
					status: 200,
					body: { success: false, code: 400, message: 'bad sign' },
				},
				path: '/FSC/upload',
			});
			const upload = { resourceType: 'N', inputDataFieldName: 'data' };
			const refused = await operate('file', 'upload', upload, [{}], { ...spec, files });
			expect(refused.errors[0]?.json.error).toContain('bad sign');
			expect(refused.errors[0]?.json.details).toMatchObject({ executed: 'no' });
		});

		it('is not taken for a file where the host refuses it with HTTP 200', async () => {
			const upload = { resourceType: 'N', inputDataFieldName: 'data' };
			const stored = await operate('file', 'upload', upload, [{}], { files });
			const path = stored.items[0]?.json.path;
			fakeServer().faults.arm({
				fault: {
					kind: 'status',
					status: 200,
					body: { success: false, code: 400, message: 'sign expired' },
				},
				path: '/FSC/file',
			});
			const refused = await operate(
				'file',
				'download',
				{ path, outputDataFieldName: 'data' },
				[{}],
				{
					onError: 'continueErrorOutput',
				},
			);
			expect(refused.items).toEqual([]);
			expect(refused.errors[0]?.json.error).toContain('sign expired');
		});

		it('goes to no address that is not encrypted', async () => {
			fakeServer().faults.arm({
				fault: {
					kind: 'status',
					status: 200,
					body: { errorCode: 0, data: { url: 'http://files.example.com/up/' } },
				},
				path: '/generatorFileUploadCredential',
			});
			const upload = { resourceType: 'N', inputDataFieldName: 'data' };
			const result = await operate('file', 'upload', upload, [{}], { files });
			expect(result.error?.message).toContain('named no address of its own');
		});
	});

	describe('Approval', () => {
		const start = (count: number) => {
			fakeServer().vendor.tenant.approvals = Array.from({ length: count }, (_, index) => ({
				instanceId: `i${index}`,
				taskId: `t${index}`,
				dataId: `d${index}`,
				objectApiName: 'AccountObj',
				state: 'in_progress',
			}));
		};

		it('is listed by pages, and by its record', async () => {
			start(45);
			const all = await operate('approval', 'getAll', { returnAll: true });
			expect(all.items.map(({ json }) => json.id)).toEqual(
				Array.from({ length: 45 }, (_, index) => `i${index}`),
			);
			const filters = { objectApiName: 'AccountObj', objectId: 'd7' };
			const one = await operate('approval', 'getAll', { filters });
			expect(one.items.map(({ json }) => json.id)).toEqual(['i7']);
			const read = await operate('approval', 'get', { instanceId: 'i3' });
			expect(read.items[0]?.json).toMatchObject({ id: 'i3', taskId: 't3' });
		});

		it('of a record is narrowed down by its state and time, too, and needs the object', async () => {
			start(3);
			const { approvals } = fakeServer().vendor.tenant;
			const times = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z'];
			approvals.forEach((approval, index) =>
				Object.assign(approval, {
					dataId: 'd',
					state: index === 2 ? 'pass' : 'in_progress',
					createTime: Date.parse(times[index] ?? ''),
				}),
			);
			const ids = async (more: IDataObject) => {
				const filters = { objectApiName: 'AccountObj', objectId: 'd', ...more };
				const found = await operate('approval', 'getAll', { filters });
				return found.items.map(({ json }) => json.id);
			};
			expect(await ids({})).toEqual(['i0', 'i1', 'i2']);
			expect(await ids({ state: 'in_progress' })).toEqual(['i0', 'i1']);
			expect(await ids({ startTime: '2026-03-01T12:00:00Z' })).toEqual(['i1', 'i2']);
			expect(await ids({ endTime: '2026-03-01T12:00:00Z' })).toEqual(['i0']);
			const result = await operate('approval', 'getAll', { filters: { objectId: 'd' } });
			expect(result.error?.message).toContain("'Object' is missing");
		});

		it('of a record is returned with a hint where its state or start is not told', async () => {
			start(4);
			const { approvals } = fakeServer().vendor.tenant;
			const told = { dataId: 'd', createTime: Date.parse('2026-03-02T00:00:00Z') };
			for (const approval of approvals) Object.assign(approval, told);
			Object.assign(approvals[1] ?? {}, { state: null });
			Object.assign(approvals[2] ?? {}, { createTime: null });
			Object.assign(approvals[3] ?? {}, { state: 'pass', createTime: null });
			const get = async (more: IDataObject) => {
				const filters = { objectApiName: 'AccountObj', objectId: 'd', ...more };
				const { error, items, hints } = await operate('approval', 'getAll', { filters }, [{}, {}]);
				expect(error).toBeUndefined();
				return { ids: items.slice(0, items.length / 2).map(({ json }) => json.id), hints };
			};
			const untold = [expect.stringContaining('did not tell the state or the start')];
			expect(await get({})).toEqual({ ids: ['i0', 'i1', 'i2', 'i3'], hints: [] });
			expect(await get({ state: 'in_progress' })).toEqual({
				ids: ['i0', 'i1', 'i2'],
				hints: untold,
			});
			expect(await get({ state: 'pass' })).toEqual({ ids: ['i1', 'i3'], hints: untold });
			expect(await get({ state: 'in_progress', startTime: '2026-03-01T00:00:00Z' })).toEqual({
				ids: ['i0', 'i1', 'i2'],
				hints: untold,
			});
			expect(await get({ endTime: '2026-03-01T00:00:00Z' })).toEqual({
				ids: ['i2', 'i3'],
				hints: untold,
			});
		});

		it('is approved, rejected and canceled', async () => {
			start(3);
			const approved = await operate('approval', 'approve', { taskId: 't0', opinion: 'Fine' });
			expect(approved.items[0]?.json).toMatchObject({ id: 't0', approved: true });
			await operate('approval', 'reject', { taskId: 't1' });
			await operate('approval', 'cancel', { object: 'AccountObj', id: 'd2' });
			expect(fakeServer().vendor.tenant.approvals.map(({ state }) => state)).toEqual([
				'pass',
				'reject',
				'cancel',
			]);
			expect(sent('/approvalTask/action')[0]).toEqual({
				taskId: 't0',
				actionType: 'agree',
				opinion: 'Fine',
			});
			const again = await operate('approval', 'approve', { taskId: 't0' }, [{}], {
				onError: 'continueErrorOutput',
			});
			expect(again.errors[0]?.json.error).toContain('the task is not open');
		});
	});

	it('runs a function, and sends a message', async () => {
		const result = await operate('function', 'run', {
			api_name: 'func_1__c',
			parameters: '[{ "name": "x", "value": 1 }]',
		});
		expect(result.items[0]?.json.data).toEqual({ functionResult: [{ name: 'x', value: 1 }] });
		const message = await operate('message', 'send', { toUser: '1000, 1001', content: 'Hello' });
		expect(message.items[0]?.json).toMatchObject({ sent: true });
		expect(fakeServer().vendor.tenant.messages).toEqual([
			{ toUser: ['1000', '1001'], msgType: 'text', text: { content: 'Hello' } },
		]);
	});

	it('lists employees, departments, objects, fields and areas', async () => {
		const people = await operate('employee', 'getAll', { returnAll: true });
		expect(people.items.map(({ json }) => json.name)).toEqual(['Ann Admin', 'Ben Agent']);
		const all = await operate('employee', 'getAll', {
			returnAll: true,
			filters: { includeStopped: true },
		});
		expect(all.items).toHaveLength(3);
		const departments = await operate('department', 'getAll', {
			returnAll: true,
			filters: { nameContains: 'S' },
		});
		expect(departments.items.map(({ json }) => json.name)).toEqual(['Sales', 'Service']);
		const objects = await operate('metadata', 'getObjects');
		expect(objects.items.map(({ json }) => json.describeApiName)).toContain('order__c');
		const fields = await operate('metadata', 'describe', { object: 'AccountObj' });
		expect(fields.items.find(({ json }) => json.id === 'level')?.json).toMatchObject({
			label: 'Level',
			type: 'select_one',
			writable: true,
			options: expect.arrayContaining([{ label: 'Gold', value: '1' }]),
		});
		const areas = await operate('metadata', 'getAreas');
		expect(areas.items[0]?.json).toMatchObject({ value: '248', label: 'China' });
	});

	it('sends any request, with the headers of the others', async () => {
		seed('AccountObj', [{ name: 'A' }]);
		const body = {
			data: {
				dataObjectApiName: 'AccountObj',
				search_query_info: { limit: 10, offset: 0, filters: [], orders: [] },
			},
		};
		const result = await operate('apiCall', 'send', {
			method: 'POST',
			path: '/cgi/crm/v2/data/query',
			body: JSON.stringify(body),
			options: { listAt: 'data.dataList', operatorEmployeeId: '1001' },
		});
		expect(result.items.map(({ json }) => json.name)).toEqual(['A']);
		expect(fakeServer().seen('/data/query')[0]?.headers).toMatchObject({ 'x-fs-userid': '1001' });
	});
});
