import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialsOf } from '../../harness/sandbox';
import { picked, useShareCrm } from '../../harness/sharecrm';
import { pollNode } from '../../harness/poll';

describe('The ShareCRM Trigger', () => {
	const { appId, seed, fakeServer } = useShareCrm();

	const trigger = async (triggerOn: string, more: INodeParameters = {}, manual = false) =>
		await pollNode({
			node: 'shareCrmTrigger',
			credentials: credentialsOf(fakeServer(), 'shareCrmApi', { appId: appId() }),
			credentialId: appId(),
			parameters: {
				triggerOn,
				object: picked('AccountObj'),
				simplify: true,
				options: {},
				...more,
			},
			manual,
		});
	const names = (items: IDataObject[] | null) => (items ?? []).map(({ name }) => name).sort();
	const row = (id: string) => {
		const found = fakeServer().vendor.tenant.table('AccountObj').get(id);
		if (found === undefined) throw new Error('not there');
		return found;
	};
	/** The service's clock, in seconds from now. A change counts once no other can bear its time stamp. */
	const at = (seconds: number) => {
		fakeServer().vendor.tenant.clockAhead = seconds * 1000;
	};

	it('gives every new record once, also those of one millisecond', async () => {
		at(-60);
		seed('AccountObj', [{ name: 'Before' }]);
		const { poll } = await trigger('created');
		at(0);
		expect(await poll()).toBeNull();
		const stamp = Date.now() + 20_000;
		at(60);
		seed(
			'AccountObj',
			Array.from({ length: 250 }, (_, index) => ({ name: `A ${index}`, create_time: stamp })),
		);
		const first = await poll();
		expect(names(first)).toEqual(Array.from({ length: 250 }, (_, index) => `A ${index}`).sort());
		expect(await poll()).toBeNull();
		seed('AccountObj', [{ name: 'Later', create_time: stamp }]);
		expect(names(await poll())).toEqual(['Later']);
		expect(await poll()).toBeNull();
	});

	it('tells updates from new records', async () => {
		at(-60);
		const [old = ''] = seed('AccountObj', [{ name: 'Old' }]);
		const updated = await trigger('updated');
		const either = await trigger('createdOrUpdated');
		at(0);
		await updated.poll();
		await either.poll();
		at(20);
		fakeServer().vendor.tenant.change(row(old), { name: 'Old, changed' });
		seed('AccountObj', [{ name: 'New' }]);
		at(60);
		expect(names(await updated.poll())).toEqual(['Old, changed']);
		expect(names(await either.poll())).toEqual(['New', 'Old, changed']);
		fakeServer().vendor.tenant.change(row(old), { name: 'Old, twice' });
		at(90);
		expect(names(await updated.poll())).toEqual(['Old, twice']);
		expect(names(await either.poll())).toEqual(['Old, twice']);
		expect(await updated.poll()).toBeNull();
	});

	it('gives voided records', async () => {
		at(-60);
		const [a = ''] = seed('AccountObj', [{ name: 'A' }, { name: 'B' }]);
		const { poll } = await trigger('voided');
		at(0);
		expect(await poll()).toBeNull();
		at(20);
		fakeServer().vendor.tenant.change(row(a), { life_status: 'invalid' });
		at(60);
		expect(await poll()).toEqual([expect.objectContaining({ id: a, life_status: 'invalid' })]);
		expect(await poll()).toBeNull();
	});

	it('shows the latest record while somebody tests it, with names for IDs', async () => {
		at(-60);
		seed('AccountObj', [{ name: 'A' }, { name: 'B', level: '1', owner: ['1001'] }]);
		const { poll, staticData } = await trigger(
			'created',
			{ simplify: false, options: { namesForIds: 'names', fields: ['name', 'level', 'owner'] } },
			true,
		);
		expect(await poll()).toEqual([
			{ id: expect.any(String), name: 'B', level: 'Gold', owner: 'Ben Agent' },
		]);
		expect(staticData()).toEqual({ 'node:Trigger': {} });
	});

	it('loses nothing where a poll does not come through', async () => {
		at(-60);
		const { poll } = await trigger('created');
		at(0);
		await poll();
		at(20);
		seed('AccountObj', [{ name: 'A' }]);
		at(60);
		fakeServer().faults.arm({
			fault: { kind: 'status', status: 200, code: '32000' },
			path: '/query',
			times: 1,
		});
		await expect(poll()).rejects.toThrow('ShareCRM did not accept the request');
		expect(names(await poll())).toEqual(['A']);
	});
});
