import type { IDataObject } from 'n8n-workflow';
import { N8N_1 } from '../../harness/version';
import { useBiginTrigger } from '../../harness/biginTrigger';

const { started, pass, contacts, many, rename, trigger, names, lists } = useBiginTrigger();

it('Bigin Trigger loses and repeats nothing if more than 2,000 records change, even in the same second', async () => {
	const { poll } = await trigger('created');
	pass(10);
	await poll();
	pass(10);
	for (let batch = 0; batch < 23; batch++) {
		await contacts(...many(100, `Batch ${batch}`));
		if (batch % 4 === 3) pass(1);
	}
	pass(10);
	const items = (await poll()) ?? [];
	expect(new Set(items.map(({ id }) => id)).size).toBe(2_300);
	expect(items).toHaveLength(2_300);
	const stamps = items.map(({ Modified_Time }) => String(Modified_Time));
	expect(stamps).toEqual([...stamps].sort());
	expect(await poll()).toBeNull();
	// An hour later, the trigger does not read the burst again.
	pass(3_600);
	await poll();
	started.bigin.requests.length = 0;
	expect(await poll()).toBeNull();
	expect(lists()).toHaveLength(1);
});

it('Bigin Trigger keeps its state if a page does not arrive, and returns everything with the next poll', async () => {
	const { poll, staticData } = await trigger('created');
	pass(10);
	await poll();
	pass(10);
	await contacts(...many(100, 'A'));
	await contacts(...many(100, 'B'));
	await contacts(...many(50, 'C'));
	pass(10);
	const before = staticData();
	started.bigin.faults.arm({
		fault: { kind: 'status', status: 400, code: 'INVALID_DATA' },
		path: '/Contacts',
		skip: 1,
		times: 1,
	});
	await expect(poll()).rejects.toMatchObject({
		name: 'NodeApiError',
		message: 'Zoho Bigin did not accept the request: invalid data',
		httpCode: '400',
	});
	expect(staticData()).toEqual(before);
	expect(await poll()).toHaveLength(250);
	expect(await poll()).toBeNull();
});

(N8N_1 ? it.skip : it)(
	'Bigin Trigger continues with the next poll if its time is over',
	async () => {
		const { poll, staticData } = await trigger('created', {}, { budget: 0 });
		pass(10);
		await poll();
		pass(10);
		await contacts(...many(100, 'A'));
		await contacts(...many(100, 'B'));
		await contacts(...many(50, 'C'));
		pass(10);
		const before = staticData();
		let items: IDataObject[] | null = null;
		let polls = 0;
		for (; items === null && polls < 20; polls++) {
			expect(staticData()).toEqual(before);
			started.bigin.requests.length = 0;
			items = await poll();
			expect(lists().length).toBeLessThanOrEqual(1);
		}
		expect(polls).toBeGreaterThan(2);
		expect(new Set(items?.map(({ id }) => id)).size).toBe(250);
		expect(await poll()).toBeNull();
	},
);

describe('Bigin Trigger: a record that cannot be read', () => {
	const seen = (items: IDataObject[] | null) =>
		items?.map(({ Full_Name, id, incomplete }) => [Full_Name ?? id, incomplete !== undefined]);

	it.each(['created', 'updated', 'createdOrUpdated'])(
		'does not hold back others if its list lacks its time, and is returned with a note after three polls: %s',
		async (triggerOn) => {
			const [old] = await contacts('Old', 'Other');
			const { poll } = await trigger(triggerOn);
			pass(60);
			await poll();
			pass(60);
			const ids =
				triggerOn === 'updated'
					? [await rename(old, 'Good'), await contacts('Odd')].flat()
					: await contacts('Good', 'Odd');
			started.bigin.vendor.timeless.add(String(ids[1]));
			const polled: unknown[] = [];
			for (let times = 0; times < 6; times++) {
				pass(60);
				polled.push(seen(await poll()));
			}
			expect(polled).toEqual([
				[['Good', false]],
				undefined,
				[['Odd', true]],
				undefined,
				undefined,
				undefined,
			]);
			// Once the list shows its time, it is recognized as the change that was already returned.
			started.bigin.vendor.timeless.clear();
			pass(60);
			expect(await poll()).toBeNull();
			await rename(String(ids[1]), 'Changed');
			pass(60);
			expect(seen(await poll()) ?? []).toEqual(triggerOn === 'created' ? [] : [['Changed', false]]);
		},
	);

	it('is returned whole if the list shows its time by then', async () => {
		const { poll } = await trigger('created');
		pass(60);
		await poll();
		pass(60);
		const [odd] = await contacts('Odd', 'Good');
		started.bigin.vendor.timeless.add(String(odd));
		pass(60);
		expect(seen(await poll())).toEqual([['Good', false]]);
		started.bigin.vendor.timeless.clear();
		pass(60);
		expect(seen(await poll())).toEqual([['Odd', false]]);
		pass(60);
		expect(await poll()).toBeNull();
	});

	it('does not hold back others if Bigin lists it but refuses to return it, and is returned with a note after three polls', async () => {
		const { poll, staticData } = await trigger('created', { simplify: false });
		pass(60);
		await poll();
		pass(60);
		const [, odd] = await contacts('Good', 'Odd');
		started.bigin.vendor.refused.add(String(odd));
		const polled: Array<IDataObject[] | null> = [];
		for (let times = 0; times < 6; times++) {
			pass(60);
			polled.push(await poll());
		}
		expect(polled.map((items) => items?.map(({ Last_Name, id }) => Last_Name ?? id))).toEqual([
			['Good'],
			undefined,
			[odd],
			undefined,
			undefined,
			undefined,
		]);
		expect(polled[2]?.[0]).toMatchObject({
			id: odd,
			Created_Time: expect.any(String),
			incomplete: expect.stringContaining('Zoho Bigin did not accept the request'),
		});
		expect(JSON.stringify(staticData())).not.toContain('"polls":');
	});

	it('is returned without a secret that Bigin repeats in its refusal', async () => {
		const { poll } = await trigger('created', { simplify: false });
		pass(60);
		await poll();
		pass(60);
		const [odd] = await contacts('Odd');
		const secret = started.bigin.vendor.firstToken;
		started.bigin.vendor.refused.add(String(odd));
		started.bigin.faults.arm({
			fault: {
				kind: 'status',
				status: 403,
				body: {
					status: 'error',
					code: 'NO_PERMISSION',
					message: `refused for ${secret} here`,
					details: {},
				},
			},
			path: `/Contacts/${odd}`,
		});
		let given: IDataObject[] | null = null;
		for (let times = 0; times < 3; times++) {
			pass(60);
			given = await poll();
		}
		expect(given?.[0]?.incomplete).toContain('refused for *** here');
		expect(JSON.stringify(given)).not.toContain(secret);
	});
});

it('Bigin Trigger continues at the page that did not arrive, and reads no page a second time', async () => {
	const { poll } = await trigger('created');
	pass(10);
	await poll();
	pass(10);
	for (const name of ['A', 'B', 'C', 'D']) await contacts(...many(100, name));
	await contacts(...many(50, 'E'));
	pass(10);
	started.bigin.faults.arm({
		fault: { kind: 'status', status: 503 },
		path: '/Contacts',
		skip: 2,
		times: 3,
	});
	started.bigin.requests.length = 0;
	await expect(poll()).rejects.toMatchObject({ httpCode: '503' });
	expect(lists().map(({ query }) => query.page)).toEqual(['1', '2', '3', '3', '3']);
	started.bigin.requests.length = 0;
	expect(await poll()).toHaveLength(450);
	expect(lists()[0]?.query.page).toBe('3');
	expect(await poll()).toBeNull();
});

it.each([
	['share the stored state', false],
	...(N8N_1 ? [] : [['each have a copy of the stored state', true] as const]),
] as const)(
	'Bigin Trigger returns a change once if two polls at the same time find it and %s',
	async (_what, ownCopies) => {
		const { poll } = await trigger('created', {}, { ownCopies });
		pass(10);
		await poll();
		pass(10);
		await contacts('One');
		pass(10);
		const both = await Promise.all([poll(), poll()]);
		expect(both.map(names).filter(Boolean)).toEqual([['One']]);
		expect(await poll()).toBeNull();
		pass(10);
		await contacts('Two');
		pass(10);
		expect(names(await poll())).toEqual(['Two']);
	},
);

(N8N_1 ? it.skip : it)(
	'Bigin Trigger returns nothing twice if n8n read the stored state before the last poll replaced it',
	async () => {
		const { poll, kept } = await trigger('created', {}, { ownCopies: true });
		pass(10);
		await poll();
		pass(10);
		await contacts('One');
		pass(10);
		const older = kept();
		expect(names(await poll())).toEqual(['One']);
		expect(await poll(older)).toBeNull();
		pass(10);
		await contacts('Two');
		pass(10);
		expect(names(await poll())).toEqual(['Two']);
	},
);

/** Runs with our clock moved on, because n8n has some seconds to store a state. */
async function later<T>(seconds: number, work: () => Promise<T>): Promise<T> {
	const now = Date.now() + seconds * 1000;
	const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
	try {
		return await work();
	} finally {
		clock.mockRestore();
	}
}

(N8N_1 ? describe.skip : describe)(
	'Bigin Trigger after an activation whose state n8n does not store, as with its durable cursors,',
	() => {
		const workflowId = () => `activated-${Math.random()}`;

		it('misses nothing', async () => {
			const { poll } = await trigger('created', {}, { ownCopies: true });
			pass(10);
			await poll({});
			pass(60);
			await contacts('One');
			pass(60);
			expect(names(await later(120, async () => await poll({})))).toEqual(['One']);
		});

		it('misses nothing where the settings have changed, whatever is stored of the others', async () => {
			const spec = { ownCopies: true, workflowId: workflowId() };
			const before = await trigger('updated', {}, spec);
			pass(10);
			await before.poll();
			const stored = before.kept();
			const { poll } = await trigger('created', {}, spec);
			await poll({ ...stored });
			pass(60);
			await contacts('One');
			pass(60);
			expect(names(await later(120, async () => await poll({ ...stored })))).toEqual(['One']);
		});

		it('begins anew at once where the settings are changed within seconds', async () => {
			const spec = { ownCopies: true, workflowId: workflowId() };
			pass(10);
			await (await trigger('updated', {}, spec)).poll({});
			const { poll } = await trigger('created', {}, spec);
			await poll({});
			pass(60);
			await contacts('One');
			pass(60);
			expect(names(await later(120, async () => await poll({})))).toEqual(['One']);
		});
	},
);
