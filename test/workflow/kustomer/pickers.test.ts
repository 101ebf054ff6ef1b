import type { INodeParameters } from 'n8n-workflow';

import { useKustomer } from '../../harness/kustomer';
import { openForm } from '../../harness/form';
import { credentialsOf } from '../../harness/sandbox';

describe("The Kustomer node's pickers", () => {
	const kustomer = useKustomer();
	const form = async (parameters: INodeParameters = { resource: 'customer' }, path?: string) =>
		await openForm(
			'kustomer',
			{ authentication: 'apiKey', ...parameters },
			credentialsOf(kustomer.fakeServer, 'kustomerApi'),
			path,
		);
	const names = (found: { results: Array<{ name: string }> }) =>
		found.results.map(({ name }) => name);

	it('list customers page by page, and find them by a word', async () => {
		kustomer.seed(
			'customer',
			Array.from({ length: 60 }, (_, index) => ({
				name: `Person ${index}`,
				emails: [{ email: `p${index}@example.com` }],
			})),
		);
		const picker = await form();
		const first = await picker.search('searchCustomers');
		expect(first.results).toHaveLength(50);
		const second = await picker.search('searchCustomers', undefined, first.paginationToken);
		expect(new Set([...names(first), ...names(second)]).size).toBe(60);
		expect(second.paginationToken).toBeUndefined();
		expect(names(await picker.search('searchCustomers', 'p7'))).toEqual([
			'Person 7 (p7@example.com)',
		]);
	});

	it.each([
		['searchUsers', 'user'],
		['searchTeams', 'team'],
		['searchTags', 'tag'],
	])('%s: lists all, and those whose name holds a text', async (method, type) => {
		const [first, ...others] = kustomer.rows(type).map(({ name }) => String(name));
		const picker = await form();
		expect(names(await picker.search(method)).sort()).toEqual([first, ...others].sort());
		expect(names(await picker.search(method, first?.toUpperCase()))).toEqual([first]);
	});

	it('offer no tag that was deleted', async () => {
		kustomer.seed('tag', [{ name: 'gone', deleted: true }]);
		const picker = await form();
		const offered = [
			...names(await picker.search('searchTags')),
			...(await picker.options('getTags')).map(({ name }) => name),
			...(await picker.options('getTagIds')).map(({ name }) => name),
		];
		expect(offered.length).toBeGreaterThan(0);
		expect(offered).not.toContain('gone');
	});

	it('list the classes by their names, and the objects of the one that is chosen', async () => {
		kustomer.seed('kobject.order', [{ title: 'Order 1' }]);
		const empty = await form({ resource: 'customObject', operation: 'get' });
		expect((await empty.search('searchClasses')).results).toEqual([
			{ name: 'Order', value: 'order' },
		]);
		await expect(empty.search('searchCustomObjects')).rejects.toThrow("Choose 'Class' first");
		const chosen = await form({
			resource: 'customObject',
			operation: 'get',
			klass: { __rl: true, mode: 'list', value: 'order' },
		});
		expect(names(await chosen.search('searchCustomObjects'))).toEqual(['Order 1']);
	});

	it('offer for the condition of a search the operators of its attribute, and all where that is not known', async () => {
		const operators = async (attribute: string) => {
			const parameters = {
				resource: 'conversation',
				operation: 'search',
				conditions: { values: [{ attribute, operator: '', value: '' }] },
			};
			const path = 'parameters.conditions.values[0].operator';
			const options = await (await form(parameters, path)).options('getSearchOperators');
			return options.map(({ value }) => value);
		};
		const ordered = ['equals', 'gt', 'gte', 'not_set', 'set', 'lt', 'lte'];
		expect((await operators('conversation_created_at')).sort()).toEqual([...ordered].sort());
		expect((await operators('conversation_custom_dueAt')).sort()).toEqual([...ordered].sort());
		expect(await operators('conversation_imported')).toHaveLength(13);
		expect(await operators('conversation_custom_paidBool')).toEqual(['equals']);
		expect(await operators('conversation_any_text')).toEqual(['contains', 'equals']);
		expect(await operators('')).toHaveLength(13);
	});

	it('offer no operator that a condition cannot be written with, and all others where that leaves none', async () => {
		const operators = async (ofDates: string[]) => {
			kustomer.fakeServer.faults.arm({
				fault: {
					kind: 'status',
					status: 200,
					body: {
						operators: { datetime: ofDates },
						attributes: { conversation_created_at: { type: 'datetime' } },
					},
				},
				path: '/v1/customers/searches/schema',
				times: 1,
			});
			const values = [{ attribute: 'conversation_created_at', operator: '', value: '' }];
			const open = await openForm(
				'kustomer',
				{
					authentication: 'apiKey',
					resource: 'conversation',
					operation: 'search',
					conditions: { values },
				},
				// An account of its own, because the answer of another one is kept for a minute.
				credentialsOf(kustomer.fakeServer, 'kustomerApi', { apiKey: ofDates.join() }),
				'parameters.conditions.values[0].operator',
			);
			return (await open.options('getSearchOperators')).map(({ value }) => value);
		};
		expect(await operators(['between', 'gt', 'lt'])).toEqual(['gt', 'lt']);
		expect(await operators(['between'])).toHaveLength(13);
	});

	it('say in words why there is nothing to choose from', async () => {
		kustomer.fakeServer.faults.arm({ fault: { kind: 'status', status: 403 } });
		await expect((await form()).search('searchUsers')).rejects.toThrow(
			'Kustomer did not accept the request',
		);
	});
});
