import { byId, conversations, CUSTOMER, linkOf, useKustomer } from '../../harness/kustomer';

const company = '5c0000000000000000000001';
const other = '5c0000000000000000000002';

describe('Kustomer, where somebody else changes an object at the same moment', () => {
	const kustomer = useKustomer();

	it('changes a conversation once more', async () => {
		const [id = ''] = kustomer.seed('conversation', [{ customer: CUSTOMER }]);
		kustomer.fakeServer.faults.arm({
			fault: { kind: 'status', status: 409, code: 'conflict' },
			path: `/v1/conversations/${id}`,
			times: 1,
		});
		const result = await kustomer.run('conversation', 'update', {
			id: byId(id),
			updateFields: { name: 'Late' },
		});
		expect(result.error).toBeUndefined();
		expect(kustomer.rows('conversation')).toMatchObject([{ name: 'Late' }]);
		expect(kustomer.fakeServer.seen(`/v1/conversations/${id}`)).toHaveLength(2);
	});

	it('gives up after the second conflict', async () => {
		const [id = ''] = kustomer.seed('conversation', [{ customer: CUSTOMER }]);
		kustomer.fakeServer.faults.arm({
			fault: { kind: 'status', status: 409, code: 'conflict' },
			path: `/v1/conversations/${id}`,
		});
		const result = await kustomer.run(
			'conversation',
			'update',
			{ id: byId(id), updateFields: { name: 'Late' } },
			[{}],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors[0]?.json.details).toMatchObject({ httpCode: 409, executed: 'no' });
		expect(kustomer.fakeServer.seen(`/v1/conversations/${id}`)).toHaveLength(2);
	});

	it('keeps the company of now in an update in bulk', async () => {
		const ids = kustomer.seed('customer', [
			{ name: 'Ava', company },
			{ name: 'Kenji', company },
		]);
		const [row] = kustomer.rows('customer');
		kustomer.fakeServer.faults.arm({
			// The read shows a customer that is another one by the time of the write.
			fault: {
				kind: 'status',
				status: 200,
				body: {
					data: ids.map((id) => ({
						type: 'customer',
						id,
						attributes: { rev: id === ids[0] ? 0 : 1 },
						relationships: { company: { data: { type: 'company', id: company } } },
					})),
				},
			},
			path: ',',
			times: 1,
		});
		if (row) row.company = other;
		const result = await kustomer.run(
			'customer',
			'updateBulk',
			{ inputMode: 'autoMap' },
			ids.map((id) => ({ id, locale: 'de' })),
		);
		expect(result.error).toBeUndefined();
		expect(result.items.map(linkOf)).toEqual([0, 1]);
		expect(kustomer.rows('customer')).toMatchObject([
			{ locale: 'de', company: other },
			{ locale: 'de', company },
		]);
	});
});

describe('Kustomer, with records above 100 KB', () => {
	const kustomer = useKustomer();
	const large = {
		custom: Object.fromEntries(
			Array.from({ length: 99 }, (_, index) => [`a${index}Txt`, 'x'.repeat(1_000)]),
		),
	};

	it.each(['create', 'createBulk'])(
		'names the one that is too large before it is sent, and sends the others: %s',
		async (operation) => {
			const items = conversations(3, (index) => (index === 1 ? large : {}));
			const result = await kustomer.run(
				'conversation',
				operation,
				{ inputMode: 'autoMap' },
				items,
				{ onError: 'continueErrorOutput' },
			);
			expect(result.errors.map(linkOf)).toEqual([1]);
			expect(result.errors[0]?.json).toMatchObject({
				error: expect.stringMatching(
					/The record has \d+ bytes, and one call takes at most \d+/,
				) as string,
				details: { executed: 'no' },
			});
			expect(kustomer.rows('conversation')).toHaveLength(2);
		},
	);
});
