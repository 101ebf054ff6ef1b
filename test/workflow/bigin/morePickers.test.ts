import type { INodeParameters } from 'n8n-workflow';

import { pick, useBigin } from '../../harness/bigin';
import { openForm, type Form } from '../../harness/form';
import { credentialsOf } from '../../harness/sandbox';

describe('A picker of notes, tags, users or related records', () => {
	const bigin = useBigin();
	const form = async (parameters: INodeParameters): Promise<Form> =>
		await openForm('bigin', parameters, credentialsOf(bigin.fakeServer(), 'biginOAuth2Api'));
	const listed = async (
		opened: Promise<Form>,
		method: string,
		filter?: string,
		paginationToken?: string,
	) => {
		const { results, paginationToken: next } = await (
			await opened
		).search(method, filter, paginationToken);
		return { offers: results.map(({ name, value }) => ({ name, value })), next };
	};
	const loaded = async (opened: Promise<Form>, method: string) =>
		(await (await opened).options(method)).map(({ name, value }) => ({ name, value }));

	it('shows the records of the chosen module', async () => {
		const [product] = await bigin.seed('product', [{ Product_Name: 'Safari' }]);
		expect(await listed(form({ resource: 'note', module: 'Products' }), 'searchRecords')).toEqual({
			offers: [{ name: 'Safari', value: product }],
			next: undefined,
		});
		expect(
			(await listed(form({ resource: 'note', module: 'Contacts' }), 'searchRecords')).offers,
		).toEqual([]);
	});

	it('shows notes by title or first words, page by page, and finds them by a word', async () => {
		const [contact = ''] = await bigin.seed('contact', [{ Last_Name: 'Ann' }]);
		const notes = [
			...Array.from({ length: 50 }, (_, index) => ({ Note_Content: `Text ${index}` })),
			{ Note_Title: 'Offer', Note_Content: 'Wants one' },
			{ Note_Content: `Long ${'x'.repeat(80)}` },
		];
		await bigin.run(
			{
				resource: 'note',
				operation: 'create',
				inputMode: 'autoMap',
				module: 'Contacts',
				parentId: contact,
			},
			notes,
		);
		const first = await listed(form({ resource: 'note' }), 'searchNotes');
		const second = await listed(form({ resource: 'note' }), 'searchNotes', '', String(first.next));
		expect(first.next).toBe('2');
		expect(second.next).toBeUndefined();
		expect([...first.offers, ...second.offers].map(({ name }) => name)).toEqual(
			expect.arrayContaining(['Offer', 'Text 7', `Long ${'x'.repeat(55)}`]),
		);
		expect((await listed(form({ resource: 'note' }), 'searchNotes', 'Offer')).offers).toEqual([
			{ name: 'Offer', value: expect.any(String) },
		]);
	});

	it('shows only linked records for Unlink', async () => {
		const [contact = ''] = await bigin.seed('contact', [{ Last_Name: 'Ann' }]);
		const [linked = '', other = ''] = await bigin.seed('product', [
			{ Product_Name: 'Safari' },
			{ Product_Name: 'Cruise' },
		]);
		await bigin.run({
			resource: 'relatedRecord',
			operation: 'link',
			module: 'Contacts',
			relatedList: 'Products',
			parentId: contact,
			id: linked,
		});
		const offers = async (operation: string, filter?: string) =>
			(
				await listed(
					form({
						resource: 'relatedRecord',
						operation,
						module: 'Contacts',
						parentId: pick(contact),
						relatedList: 'Products',
					}),
					'searchListedRecords',
					filter,
				)
			).offers.map(({ value }) => value);
		expect((await offers('link')).sort()).toEqual([linked, other].sort());
		expect(await offers('unlink')).toEqual([linked]);
		expect(await offers('unlink', 'cru')).toEqual([]);
		const pasted = {
			__rl: true,
			mode: 'url',
			value: `https://bigin.zoho.com/bigin/org1/Home#/contacts/${contact}`,
		} as const;
		expect(
			(
				await listed(
					form({
						resource: 'relatedRecord',
						operation: 'unlink',
						module: 'Contacts',
						parentId: pasted,
						relatedList: 'Products',
					}),
					'searchListedRecords',
				)
			).offers.map(({ value }) => value),
		).toEqual([linked]);
	});

	it('shows all users, including those on later pages', async () => {
		const page = (first: number, more: boolean) =>
			({
				fault: {
					kind: 'status',
					status: 200,
					body: {
						users: Array.from({ length: 200 }, (_, index) => ({
							id: String(first + index),
							full_name: `User ${first + index}`,
						})),
						info: { more_records: more },
					},
				},
				times: 1,
				path: '/bigin/v2/users',
			}) as const;
		bigin.fakeServer().faults.arm(page(1, true), { ...page(201, false), skip: 1 });
		expect((await listed(form({ resource: 'contact' }), 'searchUsers', 'user 333')).offers).toEqual(
			[{ name: 'User 333', value: '333' }],
		);
	});

	it('shows the tags of the chosen module', async () => {
		await bigin.run(
			{ resource: 'tag', operation: 'create', inputMode: 'autoMap', module: 'Tasks' },
			[{ name: 'Urgent' }, { name: 'Later' }],
		);
		expect(await loaded(form({ resource: 'tag', module: 'Tasks' }), 'getTags')).toEqual([
			{ name: 'Later', value: 'Later' },
			{ name: 'Urgent', value: 'Urgent' },
		]);
		expect(
			(await listed(form({ resource: 'tag', module: 'Tasks' }), 'searchTags', 'urg')).offers,
		).toEqual([{ name: 'Urgent', value: expect.stringMatching(/^\d+$/) }]);
		expect((await listed(form({ resource: 'tag', module: 'Calls' }), 'searchTags')).offers).toEqual(
			[],
		);
	});

	it('shows the related lists of the chosen module, their fields and their records', async () => {
		const [product = ''] = await bigin.seed('product', [{ Product_Name: 'Safari' }]);
		const chosen = form({
			resource: 'relatedRecord',
			module: 'Contacts',
			parentId: pick('1'),
			relatedList: 'Products',
		});
		expect(await loaded(chosen, 'getRelatedLists')).toEqual(
			expect.arrayContaining([
				{ name: 'Products', value: 'Products' },
				{ name: 'Notes', value: 'Notes' },
			]),
		);
		expect(
			await loaded(form({ resource: 'relatedRecord', module: 'Products' }), 'getRelatedLists'),
		).toEqual(expect.arrayContaining([{ name: 'Companies', value: 'Accounts' }]));
		expect((await loaded(chosen, 'getRelatedFields')).map(({ value }) => value)).toEqual(
			expect.arrayContaining(['Product_Name', 'Unit_Price']),
		);
		expect((await listed(chosen, 'searchListedRecords')).offers).toEqual([
			{ name: 'Safari', value: product },
		]);
	});

	it('shows the modules that the API supports', async () => {
		const modules = await loaded(form({ resource: 'metadata' }), 'getModules');
		expect(modules).toEqual(
			expect.arrayContaining([
				{ name: 'Companies', value: 'Accounts' },
				{ name: 'Notes', value: 'Notes' },
			]),
		);
		expect(modules.map(({ value }) => value)).not.toContain('Social');
	});

	it("shows Bigin's refusal in the form", async () => {
		bigin.fakeServer().faults.arm({
			fault: { kind: 'status', status: 401, code: 'OAUTH_SCOPE_MISMATCH' },
			path: '/settings/',
		});
		await expect(loaded(form({ resource: 'metadata' }), 'getModules')).rejects.toThrow(
			'Zoho Bigin did not accept the request',
		);
	});
});
