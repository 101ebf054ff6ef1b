import { source, useShareCrm } from '../../harness/sharecrm';

const account = { object: 'AccountObj' };
const byId = { id: '={{ $json.id }}' };

describe('ShareCRM', () => {
	const { record, rows, seed, sent, fakeServer } = useShareCrm();
	const accounts = (count: number) =>
		seed(
			'AccountObj',
			Array.from({ length: count }, (_, index) => ({ name: `A ${index}` })),
		);
	const items = (ids: string[]) => ids.map((id) => ({ id }));

	it('voids each record by a call, and recovers and deletes many by one', async () => {
		const ids = accounts(5);
		const voided = await record('void', { ...account, ...byId }, items(ids));
		expect(voided.items.map(({ json }) => json)).toEqual(
			ids.map((id) => ({ id, voided: true, traceId: expect.any(String) })),
		);
		expect(sent('/data/invalid')).toHaveLength(5);
		const recovered = await record('recover', { ...account, ...byId }, items(ids.slice(0, 2)));
		expect(recovered.items.map(({ json }) => json.recovered)).toEqual([true, true]);
		const deleted = await record('delete', { ...account, ...byId }, items(ids.slice(2)));
		expect(deleted.items.map(({ json }) => json.deleted)).toEqual([true, true, true]);
		expect(sent('/data/delete')).toHaveLength(1);
		expect(rows('AccountObj').map(({ _id, life_status }) => [_id, life_status])).toEqual([
			[ids[0], 'normal'],
			[ids[1], 'normal'],
		]);
	});

	it('deletes the others where one of many is not voided', async () => {
		const ids = accounts(4);
		await record('void', { ...account, ...byId }, items([0, 1, 3].map((at) => ids[at] ?? '')));
		const result = await record('delete', { ...account, ...byId }, items(ids), {
			onError: 'continueErrorOutput',
		});
		expect(result.items.map(source)).toEqual([0, 1, 3]);
		expect(result.errors.map(source)).toEqual([2]);
		expect(rows('AccountObj').map(({ _id }) => _id)).toEqual([ids[2]]);
	});

	it('voids and deletes, and says which records were voided only', async () => {
		const ids = accounts(3);
		const good = await record('voidAndDelete', { ...account, ...byId }, items(ids.slice(0, 2)));
		expect(good.items.map(({ json }) => json.deleted)).toEqual([true, true]);
		fakeServer().faults.arm({ fault: { kind: 'partial', positions: [0] }, path: '/data/delete' });
		const half = await record('voidAndDelete', { ...account, ...byId }, items(ids.slice(2)), {
			onError: 'continueErrorOutput',
		});
		expect(half.errors[0]?.json.error).toContain('was voided, but not deleted');
		expect(half.errors[0]?.json.details).toMatchObject({ id: ids[2], executed: 'yes' });
	});

	it('leaves alone what could not be voided', async () => {
		const ids = accounts(2);
		await record('void', { ...account, id: ids[0] ?? '' });
		const result = await record('voidAndDelete', { ...account, ...byId }, items(ids), {
			onError: 'continueErrorOutput',
		});
		expect(result.errors.map(source)).toEqual([0]);
		expect(rows('AccountObj').map(({ _id }) => _id)).toEqual([ids[0]]);
	});

	it('gives many records to their new owners by one call, in the order of the items', async () => {
		const ids = accounts(3);
		const result = await record(
			'changeOwner',
			{ ...account, ...byId, ownerId: '={{ $json.to }}' },
			[
				{ id: ids[0] ?? '', to: '1001' },
				{ id: ids[1] ?? '', to: '1000' },
				{ id: ids[0] ?? '', to: '1000' },
			],
		);
		expect(result.items.map(({ json }) => json.ownerId)).toEqual(['1001', '1000', '1000']);
		expect(sent('/data/changeOwner')).toHaveLength(2);
		expect(sent('/data/changeOwner')[0]?.data).toEqual({
			dataObjectApiName: 'AccountObj',
			Data: [
				{ objectDataId: ids[0], ownerId: ['1001'] },
				{ objectDataId: ids[1], ownerId: ['1000'] },
			],
		});
		expect(rows('AccountObj')[0]?.owner).toEqual(['1000']);
	});

	it('names the item whose new owner does not work there', async () => {
		const ids = accounts(2);
		const result = await record(
			'changeOwner',
			{ ...account, ...byId, ownerId: '={{ $json.to }}' },
			[
				{ id: ids[0] ?? '', to: '1999' },
				{ id: ids[1] ?? '', to: '1001' },
			],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors.map(source)).toEqual([0]);
		expect(result.items.map(source)).toEqual([1]);
	});

	it('changes nothing twice where an item comes twice', async () => {
		const [id = ''] = accounts(1);
		const result = await record('void', { ...account, ...byId }, items([id, id]));
		expect(sent('/data/invalid')).toHaveLength(2);
		expect(result.error?.message).toContain('[item 1]');
	});
});
