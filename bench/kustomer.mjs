/** Kustomer's scenarios beside that of the first bulk job. */
import { createRequire } from 'node:module';

import { exportBaseline, updateBaseline, upsertBaseline } from './kustomerBaselines.mjs';
import { ours, within } from './scenario.mjs';

/** Stores objects of a type in the fake server; only its process has the module. */
function adding({ store }) {
	const { kindOf } = createRequire(import.meta.url)('../build/sandbox/kustomer/objects.js');
	return (type, row) => store.add(kindOf(type), row);
}

const kustomer = (parameters) => ours('kustomer', 'kustomerApi', parameters);

/** The customer of an item; every second one is there already. */
const customer = {
	item: (i) => ({
		name: `Sarah Johnson ${i}`,
		emails: [{ email: `sarah.${i}@customer.example`, type: 'work' }],
		locale: 'en_US',
		timeZone: 'Europe/Paris',
		gender: 'f',
	}),
	record: (item) => item,
};

const ID = '5c00000000000000000';

/** A change of a conversation that is there already. */
const change = {
	item: (i) => ({
		id: `5c00000000000000000${String(i).padStart(5, '0')}`,
		name: `Parcel ${i} arrived damaged`,
		status: 'done',
		priority: 1 + (i % 5),
	}),
	record: (item) => item,
};

const conversation = (i) => ({
	id: `${ID}${String(i).padStart(5, '0')}`,
	customer: '5a1b2c3d4e5f60718293a4b5',
	externalId: `HD-${i}`,
	name: `Ticket ${i}`,
	status: 'open',
	priority: 1 + (i % 5),
});

const START = Date.parse('2026-03-01T00:00:00.000Z');

export const KUSTOMER_SCENARIOS = [
	{
		name: 'Kustomer, 10,000 customers created or updated by email',
		vendor: 'kustomer',
		kind: 'customers',
		count: 10_000,
		source: customer,
		// The searches of a run are as many as a minute takes.
		rest: 61_000,
		turns: 1,
		seed: (vendor, count) => {
			const add = adding(vendor);
			for (let i = 0; i < count; i += 2) add('customer', { ...customer.item(i), name: 'before' });
		},
		node: kustomer({
			resource: 'customer',
			operation: 'upsert',
			matchOn: 'email',
			inputMode: 'autoMap',
		}),
		baseline: upsertBaseline,
		bar: '<= 1.2 x baseline (same requests)',
		passes: within(1.2),
	},
	{
		name: 'Kustomer, 10,000 conversations updated in bulk',
		vendor: 'kustomer',
		kind: 'conversations',
		count: 10_000,
		source: change,
		seed: (vendor, count) => {
			const add = adding(vendor);
			for (let i = 0; i < count; i++) add('conversation', conversation(i));
		},
		node: kustomer({ resource: 'conversation', operation: 'updateBulk', inputMode: 'autoMap' }),
		baseline: updateBaseline,
		bar: '<= 1.2 x baseline (same requests)',
		passes: within(1.2),
	},
	{
		name: 'Kustomer, export of 60,000 conversations past the cap of a search',
		vendor: 'kustomer',
		kind: 'conversations',
		count: 60_000,
		reads: true,
		// The limit of searches dictates the time, which is minutes.
		turns: 1,
		source: { item: () => ({}), record: (item) => item },
		seed: (vendor, count) => {
			const add = adding(vendor);
			for (let i = 0; i < count; i++)
				Object.assign(add('conversation', conversation(i)), {
					storedAt: new Date(START + i * 1000).toISOString(),
				});
		},
		node: kustomer({
			resource: 'conversation',
			operation: 'search',
			combine: 'and',
			returnAll: true,
			conditions: {
				values: [{ attribute: 'conversation_priority', operator: 'gte', value: '1' }],
			},
		}),
		baseline: exportBaseline,
		bar: '<= 1.2 x baseline (same requests, 100 searches a minute)',
		passes: within(1.2),
	},
];
