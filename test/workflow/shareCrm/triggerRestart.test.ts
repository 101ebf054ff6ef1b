import type { IDataObject } from 'n8n-workflow';

import { credentialsOf } from '../../harness/sandbox';
import { picked, useShareCrm } from '../../harness/sharecrm';
import { pollNode } from '../../harness/poll';

describe("A trigger's last items after a restart of n8n", () => {
	const { appId, seed, fakeServer } = useShareCrm();
	let processes = 0;

	/** The trigger in a process of its own, with what n8n has stored. */
	const start = async (repeatLast: boolean, staticData: IDataObject = {}) => {
		processes += 1;
		return await pollNode({
			node: 'shareCrmTrigger',
			credentials: credentialsOf(fakeServer(), 'shareCrmApi', { appId: appId() }),
			credentialId: appId(),
			workflowId: `process-${processes}`,
			staticData,
			parameters: {
				triggerOn: 'created',
				object: picked('AccountObj'),
				simplify: true,
				repeatLast,
				options: {},
			},
		});
	};
	const names = (items: IDataObject[] | null) => (items ?? []).map(({ name }) => name).sort();
	const at = (seconds: number) => {
		fakeServer().vendor.tenant.clockAhead = seconds * 1000;
	};
	const add = (...added: string[]) => {
		seed(
			'AccountObj',
			added.map((name) => ({ name, create_time: Date.now() + 20_000 })),
		);
	};
	/** A trigger that has given out two records, and what n8n has stored by then. */
	const active = async (repeatLast: boolean) => {
		at(0);
		const trigger = await start(repeatLast);
		expect(await trigger.poll()).toBeNull();
		at(60);
		add('A', 'B');
		expect(names(await trigger.poll())).toEqual(['A', 'B']);
		return trigger;
	};

	it('do not come again unless that is chosen', async () => {
		const stored = (await active(false)).staticData();
		expect(await (await start(false, stored)).poll()).toBeNull();
		expect(await (await start(true, stored)).poll()).toBeNull();
	});

	it('come again once, with what is new, where that is chosen', async () => {
		const stored = (await active(true)).staticData();
		add('C');
		const restarted = await start(true, stored);
		expect(names(await restarted.poll())).toEqual(['A', 'B', 'C']);
		expect(await restarted.poll()).toBeNull();
		add('D');
		expect(names(await restarted.poll())).toEqual(['D']);
	});

	it('come again where n8n is killed once more before it has stored them', async () => {
		const stored = (await active(true)).staticData();
		const second = await start(true, stored);
		expect(names(await second.poll())).toEqual(['A', 'B']);
		expect(names(await (await start(true, second.staticData())).poll())).toEqual(['A', 'B']);
	});

	it('do not come again within one process, nor after a poll that found nothing', async () => {
		const trigger = await active(true);
		expect(await trigger.poll()).toBeNull();
		expect(await (await start(true, trigger.staticData())).poll()).toBeNull();
	});
});
