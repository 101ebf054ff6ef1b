import type { IDataObject } from 'n8n-workflow';

import { byId, useKustomer } from '../../harness/kustomer';

describe("Kustomer's customers", () => {
	const kustomer = useKustomer();
	const seeded = (more: IDataObject = {}) => {
		const [id = ''] = kustomer.seed('customer', [{ name: 'Ava', ...more }]);
		return id;
	};
	const tagNamed = (name: string) => kustomer.seed('tag', [{ name }])[0] ?? '';
	const stored = (id: string): IDataObject =>
		(kustomer.vendor.store.get('customer', id) ?? {}) as IDataObject;
	const writes = () => kustomer.calls().filter((call) => !call.startsWith('GET'));
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

		it('take no deleted tag for the one to add', async () => {
			kustomer.seed('tag', [{ name: 'gone', deleted: true }]);
			const id = seeded();
			const result = await tag('addTags', id, ['gone']);
			expect(result.error?.message).toContain('The organization has no tag "gone"');
			expect(writes()).toEqual([]);
		});

		it('remove every tag of a name, deleted ones, too', async () => {
			const [old = ''] = kustomer.seed('tag', [{ name: 'again', deleted: true }]);
			const [again, late] = [tagNamed('again'), tagNamed('late')];
			const id = seeded({ tags: [old, late, again] });
			const result = await tag('removeTags', id, ['again']);
			expect(result.error).toBeUndefined();
			expect(tagsOf(id)).toEqual([late]);
		});

		it('compare IDs of tags without regard to case', async () => {
			const [vip, late] = [tagNamed('vip one'), tagNamed('late')];
			const id = seeded({ tags: [vip, late] });
			await tag('addTags', id, [vip.toUpperCase()]);
			expect(writes()).toEqual([]);
			await tag('removeTags', id, [vip.toUpperCase()]);
			expect(tagsOf(id)).toEqual([late]);
			Object.assign(stored(id), { tags: [late.toUpperCase()] });
			await tag('removeTags', id, ['late']);
			expect(tagsOf(id)).toEqual([]);
		});

		it('add a tag to a customer that has another one twice', async () => {
			const [vip, late] = [tagNamed('vip one'), tagNamed('late')];
			const id = seeded({ tags: [late, late] });
			const result = await tag('addTags', id, ['vip one']);
			expect(result.error).toBeUndefined();
			expect(tagsOf(id)).toEqual([late, vip]);
		});

		it('take away a tag of a customer that has more than may be added', async () => {
			const ids = Array.from({ length: 22 }, (_, index) => tagNamed(`t${index}`));
			const id = seeded({ tags: ids });
			await tag('removeTags', id, ['t0']);
			const [change] = kustomer.fakeServer.requests.filter(({ method }) => method === 'PATCH');
			expect(change?.body).toMatchObject({ tags: ids.slice(1) });
		});

		it('take a customer whose reply has no list of tags for one without tags', async () => {
			const vip = tagNamed('vip one');
			const id = seeded();
			expect(stored(id)).not.toHaveProperty('tags');
			await tag('addTags', id, ['vip one']);
			expect(tagsOf(id)).toEqual([vip]);
		});

		it.each([
			['a text', '*****'],
			['null', null],
			['a list of masked texts', ['5b3b************00000001']],
			['a list of objects', [{ id: '5b3b00000000000000000001' }]],
		])('change nothing where the tags of the customer are shown as %s', async (_, tags) => {
			tagNamed('vip one');
			const id = seeded({ tags });
			for (const operation of ['addTags', 'removeTags'] as const) {
				const result = await tag(operation, id, ['vip one']);
				expect(result.error?.message).toContain("does not show the customer's tags");
			}
			expect(writes()).toEqual([]);
			expect(tagsOf(id)).toEqual(tags);
		});

		it('change nothing where the reply shows no revision', async () => {
			const [vip, late] = [tagNamed('vip one'), tagNamed('late')];
			const id = seeded({ tags: [late] });
			Object.assign(stored(id), { rev: '*' });
			const result = await tag('addTags', id, [vip]);
			expect(result.error?.message).toContain("does not show the customer's revision");
			expect(writes()).toEqual([]);
		});

		it('write nothing where nothing changes', async () => {
			const id = seeded({ tags: [tagNamed('vip one')] });
			const result = await tag('addTags', id, ['vip one']);
			expect(result.items[0]?.json).toMatchObject({ id, name: 'Ava' });
			expect(writes()).toEqual([]);
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
			Object.assign(stored(id), { tags: [late], rev: 7 });
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
			Object.assign(stored(id), { rev: 7 });
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
