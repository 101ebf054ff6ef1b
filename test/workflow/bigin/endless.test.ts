import type { INodeParameters } from 'n8n-workflow';

import { useBigin } from '../../harness/bigin';
import { openForm } from '../../harness/form';
import { credentialsOf } from '../../harness/sandbox';

const NO_END =
	/^The list does not end: it promises more than the \d+ rows that came, but 5 pages in a row held no new one \[item 0\]$/;
/** Far more requests than a read needs before it stops, and far fewer than an endless one would send. */
const MOST_REQUESTS = 30;

describe('If Bigin repeats the first page forever and always promises more,', () => {
	const bigin = useBigin();
	const all = async (parameters: INodeParameters) =>
		await bigin.run({ returnAll: true, ...parameters });
	const company = async () => {
		const [parent = ''] = await bigin.seed('company', [{ Account_Name: 'Zylker' }]);
		const contacts = await bigin.seed(
			'contact',
			[1, 2, 3].map((number) => ({ Last_Name: `Person ${number}`, Account_Name: { id: parent } })),
		);
		return { parent, contacts };
	};

	const lists: Array<[string, (ids: { parent: string; contacts: string[] }) => INodeParameters]> = [
		['a list', () => ({ resource: 'contact', operation: 'getAll' })],
		['a list of all fields', () => ({ resource: 'contact', operation: 'getAll', simplify: false })],
		[
			'a search',
			() => ({
				resource: 'contact',
				operation: 'search',
				searchBy: 'criteria',
				conditions: { values: [{ field: 'Last_Name', operator: 'starts_with', value: 'Person' }] },
			}),
		],
		['the deleted records', () => ({ resource: 'contact', operation: 'getDeleted' })],
		[
			'a query',
			() => ({
				resource: 'query',
				operation: 'run',
				query: 'select Last_Name from Contacts where id is not null',
			}),
		],
		['notes', () => ({ resource: 'note', operation: 'getAll', notesOf: 'all' })],
		[
			'notes of a record',
			({ parent }) => ({
				resource: 'note',
				operation: 'getAll',
				notesOf: 'record',
				module: 'Accounts',
				parentId: { __rl: true, mode: 'id', value: parent },
			}),
		],
		[
			'related records',
			({ parent }) => ({
				resource: 'relatedRecord',
				operation: 'getAll',
				module: 'Accounts',
				parentId: { __rl: true, mode: 'id', value: parent },
				relatedList: 'Contacts',
			}),
		],
		[
			'attachments',
			({ parent }) => ({
				resource: 'attachment',
				operation: 'getAll',
				module: 'Accounts',
				parentId: { __rl: true, mode: 'id', value: parent },
			}),
		],
		['users', () => ({ resource: 'user', operation: 'getAll' })],
	];

	it.each(lists)(
		'a read of %s ends, and is not passed off as the whole list',
		async (_list, parameters) => {
			const ids = await company();
			await bigin.run({
				resource: 'note',
				operation: 'create',
				module: 'Accounts',
				parentId: ids.parent,
				Note_Content: 'Text',
			});
			await bigin.run({
				resource: 'attachment',
				operation: 'uploadLink',
				module: 'Accounts',
				parentId: { __rl: true, mode: 'id', value: ids.parent },
				attachmentUrl: 'https://files.example/a',
				title: 'A',
				inputMode: 'defineBelow',
			});
			await bigin.run({ resource: 'contact', operation: 'delete', id: ids.contacts[2] ?? '' });
			bigin.fakeServer().requests.length = 0;
			bigin.fakeServer().vendor.endless = true;
			const { items, error } = await all(parameters(ids));
			expect(items).toEqual([]);
			expect(error?.message).toMatch(NO_END);
			expect(bigin.fakeServer().requests.length).toBeLessThan(MOST_REQUESTS);
		},
	);

	it('a limit that the first page meets gives its items', async () => {
		await company();
		bigin.fakeServer().vendor.endless = true;
		expect(
			(await bigin.run({ resource: 'contact', operation: 'getAll', returnAll: false, limit: 2 }))
				.items,
		).toHaveLength(2);
	});

	it.each([
		['the same part', 3, 2],
		['a part without records', 0, 1],
	])('an export ends after %s', async (_part, count, jobs) => {
		if (count > 0) await company();
		Object.assign(bigin.fakeServer().vendor, { endless: true, bulkMillis: 0 });
		const { items, error } = await bigin.run({
			resource: 'bulkRead',
			operation: 'run',
			module: 'Contacts',
		});
		expect(items).toEqual([]);
		expect(error?.message).toBe(
			`The export does not end: part ${jobs} held no new record, but Zoho Bigin promises more than the ${count} received [item 0]`,
		);
		expect(
			bigin
				.fakeServer()
				.seen('/bulk/v2/read')
				.filter(({ method }) => method === 'POST'),
		).toHaveLength(jobs);
	});

	it('a picker ends at the last numbered page', async () => {
		await company();
		bigin.fakeServer().vendor.endless = true;
		const form = await openForm(
			'bigin',
			{ resource: 'contact', operation: 'get' },
			credentialsOf(bigin.fakeServer(), 'biginOAuth2Api'),
			'parameters.id',
		);
		let token: string | undefined = '1';
		let pages = 0;
		for (; token !== undefined && pages < 100; pages++)
			token = (await form.search('searchRecords', '', token)).paginationToken as string | undefined;
		expect(pages).toBe(40);
	});
});
