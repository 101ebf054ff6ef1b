import type { IDataObject } from 'n8n-workflow';

import { byId, CUSTOMER, useKustomer } from '../../harness/kustomer';

const SCREEN = `https://acme.kustomerapp.com/app/customers/${CUSTOMER}`;
const picked = (mode: string, value: string): IDataObject => ({ __rl: true, mode, value });

describe("The Kustomer node's picked IDs", () => {
	const kustomer = useKustomer();

	it.each([
		['picked from the list', picked('list', CUSTOMER)],
		['given by its ID', byId(CUSTOMER)],
		['given by the address of its screen', picked('url', SCREEN)],
		['given by the address of its screen in place of its ID', byId(SCREEN)],
		['given as text, as by an expression', SCREEN],
	])('take the customer of a new conversation that is %s', async (_, customer) => {
		const result = await kustomer.run('conversation', 'create', { customer });
		expect(result.error).toBeUndefined();
		expect(kustomer.rows('conversation')).toMatchObject([{ customer: CUSTOMER }]);
	});

	it('take the address of a screen in the data of an item, too', async () => {
		const result = await kustomer.run(
			'conversation',
			'createBulk',
			{ inputMode: 'autoMap' },
			[SCREEN, CUSTOMER].map((customer) => ({ customer })),
		);
		expect(result.error).toBeUndefined();
		expect(kustomer.rows('conversation').map(({ customer }) => customer)).toEqual([
			CUSTOMER,
			CUSTOMER,
		]);
	});

	it.each([
		['that shows no customer', 'https://acme.kustomerapp.com/app/searches/12'],
		['of a company', `https://acme.kustomerapp.com/app/companies/${CUSTOMER}`],
	])('refuse an address %s', async (_, customer) => {
		for (const given of [byId(customer), picked('url', customer)]) {
			const result = await kustomer.run('conversation', 'create', { customer: given });
			expect(result.error?.message).toMatch(/^'Customer' (must be an ID|is an address)/);
		}
		expect(kustomer.fakeServer.requests).toEqual([]);
	});

	it('take the conversation out of the address of its screen, and not its customer', async () => {
		const [id = ''] = kustomer.seed('conversation', [{ customer: CUSTOMER, name: 'Late' }]);
		const result = await kustomer.run('conversation', 'get', {
			id: byId(`${SCREEN}/event/${id}`),
		});
		expect(result.items[0]?.json).toMatchObject({ id, name: 'Late' });
	});

	const OTHER = 'bbbbbbbbbbbbbbbbbbbbbbbb';

	it.each([`?returnTo=/app/customers/${OTHER}`, `#/app/customers/${OTHER}`])(
		'take the record of the path where the address goes on with %s',
		async (rest) => {
			for (const customer of [byId(SCREEN + rest), picked('url', SCREEN + rest)]) {
				const result = await kustomer.run('conversation', 'create', { customer });
				expect(result.error).toBeUndefined();
			}
			expect(kustomer.rows('conversation').map(({ customer }) => customer)).toEqual([
				CUSTOMER,
				CUSTOMER,
			]);
		},
	);

	it('refuse an address that has a record in its query alone', async () => {
		const address = `https://acme.kustomerapp.com/login?returnTo=/app/customers/${OTHER}`;
		for (const customer of [byId(address), picked('url', address)]) {
			const result = await kustomer.run('conversation', 'create', { customer });
			expect(result.error?.message).toMatch(/^'Customer' (must be an ID|is an address)/);
		}
		expect(kustomer.fakeServer.requests).toEqual([]);
	});

	it('take users, teams, tags and the queue of a new conversation as the form offers them', async () => {
		const one = (type: string) => String(kustomer.rows(type)[0]?.id);
		const result = await kustomer.run('conversation', 'create', {
			customer: byId(CUSTOMER),
			additionalFields: {
				assignedTeams: [one('team')],
				assignedUsers: [one('user')],
				queue: { values: { external: '', id: picked('list', one('queue')) } },
				tags: [one('tag')],
			},
		});
		expect(result.error).toBeUndefined();
		expect(kustomer.rows('conversation')).toMatchObject([
			{
				assignedTeams: [one('team')],
				assignedUsers: [one('user')],
				queue: { id: one('queue') },
				tags: [one('tag')],
			},
		]);
	});

	it('leave out a queue whose picker is empty', async () => {
		const result = await kustomer.run('conversation', 'create', {
			customer: byId(CUSTOMER),
			additionalFields: { queue: { values: { external: '', id: picked('list', '') } } },
		});
		expect(result.error).toBeUndefined();
		expect(kustomer.rows('conversation')[0]).not.toHaveProperty('queue');
	});
});
