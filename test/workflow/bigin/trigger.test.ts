import { CASES, record } from '../../harness/biginModules';
import { openForm } from '../../harness/form';
import { credentialsOf } from '../../harness/sandbox';
import { useBiginTrigger } from '../../harness/biginTrigger';

const { started, pass, api, contacts, rename, trigger, names } = useBiginTrigger();

it('Bigin Trigger returns nothing at activation, then each new record once, oldest first', async () => {
	await contacts('Old');
	const { poll } = await trigger('created');
	pass(10);
	expect(await poll()).toBeNull();
	expect(await poll()).toBeNull();
	pass(10);
	await contacts('One');
	pass(1);
	const [two] = await contacts('Two', 'Three');
	pass(10);
	expect(names(await poll())).toEqual(['One', 'Two', 'Three']);
	expect(await poll()).toBeNull();
	await rename(two, 'Other');
	pass(10);
	expect(await poll()).toBeNull();
});

it('Bigin Trigger tells updates from creations, and returns the last change of each second', async () => {
	const [old] = await contacts('Old');
	const updated = await trigger('updated');
	const both = await trigger('createdOrUpdated');
	pass(10);
	await updated.poll();
	await both.poll();
	pass(10);
	await contacts('New');
	await rename(old, 'First');
	// The second is not over, so another change with the same time stamp may follow.
	expect(await both.poll()).toBeNull();
	await rename(old, 'Second');
	pass(10);
	expect(names(await updated.poll())).toEqual(['Second']);
	expect(names(await both.poll())?.sort()).toEqual(['New', 'Second']);
	await rename(old, 'Third');
	pass(10);
	expect(names(await updated.poll())).toEqual(['Third']);
	expect(names(await both.poll())).toEqual(['Third']);
});

it('Bigin Trigger returns deletions', async () => {
	const [one, two] = await contacts('One', 'Two');
	await api('DELETE', `Contacts/${one}`);
	const { poll } = await trigger('deleted');
	pass(10);
	expect(await poll()).toBeNull();
	pass(10);
	await api('DELETE', `Contacts/${two}`);
	pass(10);
	expect(await poll()).toEqual([
		expect.objectContaining({
			id: two,
			display_name: expect.any(String),
			deleted_time: expect.any(String),
		}),
	]);
	expect(await poll()).toBeNull();
	expect(started.bigin.seen('/deleted').at(-1)?.headers['if-modified-since']).toMatch(
		/^2026-03-01T\d\d:\d\d:\d\d\+00:00$/,
	);
});

it.each([
	...CASES.map((entry) => ({ module: entry.module, row: record(entry, 'New') })),
	{ module: 'Notes', row: {} },
])('Bigin Trigger watches $module', async ({ module, row }) => {
	const { poll } = await trigger('created', { module });
	const [parent] = await contacts('Parent');
	pass(10);
	await poll();
	pass(10);
	const [id] =
		module === 'Notes'
			? await api('POST', `Contacts/${parent}/Notes`, [{ Note_Content: 'Text' }])
			: await api('POST', module, [row]);
	pass(10);
	const [item, ...others] = (await poll()) ?? [];
	expect(others).toEqual([]);
	expect(item?.id).toBe(id);
	expect(Object.keys(item ?? {}).length).toBeLessThanOrEqual(10);
});

it('Bigin Trigger returns the chosen fields, even if one list call cannot return them all', async () => {
	const chosen = await trigger('created', {
		simplify: false,
		options: { fields: ['Email', 'Last_Name'] },
	});
	const raw = await trigger('created', { simplify: false });
	pass(10);
	await chosen.poll();
	await raw.poll();
	pass(10);
	const [id] = await contacts('One', 'Two');
	pass(10);
	expect((await chosen.poll())?.[0]).toEqual({ id, Email: null, Last_Name: 'One' });
	const [item, ...others] = (await raw.poll()) ?? [];
	expect(others).toHaveLength(1);
	expect(item).toMatchObject({
		id,
		Last_Name: 'One',
		Home_Airport: null,
		Created_By: { id: expect.any(String) },
	});
	expect(Object.keys(item ?? {}).length).toBeGreaterThan(50);
	expect(await raw.poll()).toBeNull();
});

it('Bigin Trigger waits for changes that the lists show late', async () => {
	const { poll } = await trigger('created');
	pass(10);
	await poll();
	Object.assign(started.bigin.vendor, { indexLag: 20_000, listLag: true });
	pass(10);
	await contacts('Late');
	pass(10);
	expect(await poll()).toBeNull();
	pass(20);
	expect(names(await poll())).toEqual(['Late']);
	expect(await poll()).toBeNull();
});

it('Bigin Trigger keeps its state over a restart, and starts anew with other settings or another account', async () => {
	const first = await trigger('created');
	pass(10);
	await first.poll();
	pass(10);
	await contacts('One');
	pass(10);
	const again = await trigger('created', {}, { staticData: first.staticData() });
	expect(names(await again.poll())).toEqual(['One']);
	for (const change of [
		await trigger('createdOrUpdated', {}, { staticData: first.staticData() }),
		await trigger('created', {}, { staticData: first.staticData(), credentialId: 'other' }),
		await trigger('created', { module: 'Accounts' }, { staticData: first.staticData() }),
	]) {
		expect(await change.poll()).toBeNull();
		expect(await change.poll()).toBeNull();
	}
});

it.each(['created', 'updated', 'createdOrUpdated', 'deleted'])(
	'Bigin Trigger returns the newest record of "%s" in a manual run and keeps no state',
	async (triggerOn) => {
		const { poll, staticData } = await trigger(triggerOn, {}, { manual: true });
		expect(await poll()).toBeNull();
		const [one, two] = await contacts('One', 'Two');
		pass(10);
		await rename(one, 'Changed');
		await api('DELETE', `Contacts/${two}`);
		pass(10);
		const [three] = await contacts('Three');
		const expected = triggerOn === 'updated' ? one : triggerOn === 'deleted' ? two : three;
		expect((await poll())?.map(({ id }) => id)).toEqual([expected]);
		expect((await poll())?.map(({ id }) => id)).toEqual([expected]);
		expect(JSON.stringify(staticData())).not.toContain('lowWatermark');
	},
);

it('Bigin Trigger reports what is wrong with the credential', async () => {
	const { poll } = await trigger(
		'created',
		{},
		{ credentials: credentialsOf(started.bigin, 'biginOAuth2Api', { oauthTokenData: undefined }) },
	);
	await expect(poll()).rejects.toMatchObject({
		message: 'Zoho Bigin could not be connected: the account is not connected yet',
		description: 'Open the credential and connect the account.',
	});
});

it.each([
	['Contacts', 'Last_Name'],
	['Pipelines', 'Deal_Name'],
	['Notes', 'Note_Content'],
])('Bigin Trigger offers the fields of %s', async (module, field) => {
	const form = await openForm(
		'biginTrigger',
		{ triggerOn: 'created', module, simplify: false, options: {} },
		credentialsOf(started.bigin, 'biginOAuth2Api'),
		'parameters.options.fields',
	);
	expect((await form.options('getFields')).map(({ value }) => value)).toContain(field);
});
