import type { IDataObject } from 'n8n-workflow';

import { byId, useKustomer } from '../../harness/kustomer';

describe("Kustomer's customers", () => {
	const kustomer = useKustomer();
	const seeded = (more: IDataObject = {}) => {
		const [id = ''] = kustomer.seed('customer', [{ name: 'Ava', ...more }]);
		return id;
	};
	const tagNamed = (name: string) => kustomer.seed('tag', [{ name }])[0] ?? '';
	const tagsOf = (id: string) => kustomer.rows('customer').find((row) => row.id === id)?.tags;

	it.each([
		['getConversations', 'conversation', 'name'],
		['getMessages', 'message', 'preview'],
		['getNotes', 'note', 'body'],
	])('give what is theirs by %s, and nothing of others', async (operation, type, key) => {
		const [mine, other] = [seeded(), seeded()];
		const ofOne = (customer: string, index: number) => ({
			customer,
			[key]: `${customer} ${index}`,
		});
		kustomer.seed(type, [
			...Array.from({ length: 120 }, (_, index) => ofOne(mine, index)),
			ofOne(other, 0),
		]);
		const all = await kustomer.run('customer', operation, { id: byId(mine), returnAll: true });
		expect(all.error).toBeUndefined();
		expect(new Set(all.items.map(({ json }) => json[key])).size).toBe(120);
		expect(all.items.every(({ json }) => String(json[key]).startsWith(mine))).toBe(true);
		const some = await kustomer.run('customer', operation, { id: byId(mine), limit: 3 });
		expect(some.items).toHaveLength(3);
	});

	describe('Add Tags and Remove Tags', () => {
		const tag = async (operation: 'addTags' | 'removeTags', id: string, tags: unknown, spec = {}) =>
			await kustomer.run('customer', operation, { id: byId(id), tags } as IDataObject, [{}], spec);

		it('keep the other tags and the company', async () => {
			const company = '5c0000000000000000000001';
			const [vip, late, old] = [tagNamed('vip one'), tagNamed('late'), tagNamed('old')];
			const id = seeded({ company, tags: [old] });
			const added = await tag('addTags', id, ['vip one', late]);
			expect(added.error).toBeUndefined();
			expect(added.items[0]?.json).toMatchObject({ id, tags: [old, vip, late] });
			const removed = await tag('removeTags', id, ['old', 'vip one']);
			expect(removed.error).toBeUndefined();
			expect(tagsOf(id)).toEqual([late]);
			expect(kustomer.rows('customer')[0]).toMatchObject({ company });
		});

		it('take the tag that is in use where a deleted one has its name', async () => {
			kustomer.seed('tag', [{ name: 'again', deleted: true }]);
			const again = tagNamed('again');
			const id = seeded();
			await tag('addTags', id, ['again']);
			expect(tagsOf(id)).toEqual([again]);
		});

		it('write nothing where nothing changes', async () => {
			const id = seeded({ tags: [tagNamed('vip one')] });
			const result = await tag('addTags', id, ['vip one']);
			expect(result.items[0]?.json).toMatchObject({ id, name: 'Ava' });
			expect(kustomer.calls().filter((call) => !call.startsWith('GET'))).toEqual([]);
		});

		it('read the customer again where somebody else has changed it in between', async () => {
			const [vip, late] = [tagNamed('vip one'), tagNamed('late')];
			const id = seeded();
			kustomer.fakeServer.faults.arm({
				fault: { kind: 'status', status: 409 },
				path: `/v1/customers/${id}`,
				skip: 1,
				times: 1,
			});
			Object.assign(kustomer.vendor.store.get('customer', id) ?? {}, { tags: [late], rev: 7 });
			const result = await tag('addTags', id, ['vip one']);
			expect(result.error).toBeUndefined();
			expect(tagsOf(id)).toEqual([late, vip]);
			const changes = kustomer.fakeServer.requests.filter(({ method }) => method === 'PATCH');
			expect(changes).toMatchObject([{ query: { rev: '7' } }, { query: { rev: '7' } }]);
			expect(kustomer.calls().filter((call) => call === `GET /v1/customers/${id}`)).toHaveLength(2);
		});

		it('find the change that was stored although its reply was lost', async () => {
			const vip = tagNamed('vip one');
			const id = seeded();
			Object.assign(kustomer.vendor.store.get('customer', id) ?? {}, { rev: 7 });
			kustomer.fakeServer.faults.arm({
				fault: { kind: 'dropAfter' },
				path: `/v1/customers/${id}`,
				skip: 1,
				times: 1,
			});
			const result = await tag('addTags', id, ['vip one']);
			expect(result.error).toBeUndefined();
			expect(result.items[0]?.json).toMatchObject({ id, tags: [vip] });
			expect(tagsOf(id)).toEqual([vip]);
		});

		it('refuse a name that is no tag, and a tag beyond the twentieth', async () => {
			const ids = Array.from({ length: 20 }, (_, index) => tagNamed(`t${index}`));
			const id = seeded({ tags: ids });
			for (const [name, message] of [
				['nobody', 'The organization has no tag "nobody"'],
				['one more', 'The customer would have 21 tags'],
			] as const) {
				if (name === 'one more') tagNamed(name);
				const result = await tag('addTags', id, [name]);
				expect(result.error?.message).toContain(message);
			}
			expect(tagsOf(id)).toEqual(ids);
		});

		it('change two items about one customer one after the other', async () => {
			tagNamed('a');
			tagNamed('b');
			const id = seeded();
			const result = await kustomer.run(
				'customer',
				'addTags',
				{ id: byId(id), tags: '={{ [$json.tag] }}' },
				[{ tag: 'a' }, { tag: 'b' }],
			);
			expect(result.error).toBeUndefined();
			expect(tagsOf(id)).toHaveLength(2);
		});
	});
});
