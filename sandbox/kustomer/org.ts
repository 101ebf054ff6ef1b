import { kindOf, missing, role } from './objects';
import { PERSON } from './oauth';
import { relationships, type Json } from './store';
import type { Route, State } from './state';

/** What an organization of the sandbox has from the start. */
export function furnish({ store }: State): void {
	const add = (type: string, ...rows: Json[]) => {
		for (const row of rows) store.add(kindOf(type), row);
	};
	const id = (start: string) => start.padEnd(24, '0');
	add(
		'user',
		{ id: id('5e01'), name: 'Ava Bell', email: 'ava@example.com' },
		{ id: id('5e02'), name: 'Kenji Sato', email: 'kenji@example.com' },
	);
	add('team', { id: id('5e11'), name: 'Billing' }, { id: id('5e12'), name: 'Shipping' });
	add(
		'queue',
		{ id: id('5e21'), name: 'Chat', key: 'chat' },
		{ id: id('5e22'), name: 'Email', key: 'email' },
	);
	add('tag', { id: id('5e31'), name: 'vip' }, { id: id('5e32'), name: 'late delivery' });
	add('shortcut', { id: id('5e41'), name: 'Greeting' });
	add('brand', { id: id('5e51'), name: 'Sandbox' });
	add('klass', { id: id('5e61'), name: 'order', displayName: 'Order', status: 'enabled' });
	add('sla', { id: id('5ea1'), name: 'Gold', enabled: true });
	add('workflow', {
		id: id('5e71'),
		name: 'Escalate',
		description: 'Tells a lead',
		enabled: true,
		callable: true,
		trigger: { eventName: 'kustomer.conversation.update' },
		steps: [{ id: 'first', action: 'kustomer.note.create' }],
	});
	add('satisfaction', { id: id('5e91'), name: 'After Chat', channel: 'chat', enabled: true });
}

/** Custom attributes of the sandbox's organization, by resource (kustomer 4.9). */
const METADATA: Record<string, Json> = {
	'kobject.order': {
		orderNumberStr: { type: 'string', displayName: 'Order Number' },
		totalNum: { type: 'number', displayName: 'Total' },
		shippedAt: { type: 'string', displayName: 'Shipped' },
		paidBool: { type: 'boolean', displayName: 'Paid' },
		stateStr: { type: 'string', displayName: 'State', enumeration: ['new', 'sent'] },
		goneStr: { type: 'string', displayName: 'Gone', deletedAt: '2026-01-01T00:00:00.000Z' },
	},
	customer: { tierStr: { type: 'string', displayName: 'Tier' } },
	conversation: { orderNumberStr: { type: 'string', displayName: 'Order Number' } },
	company: { regionStr: { type: 'string', displayName: 'Region' } },
};

/** Routes of the organization's own settings, and of hooks (kustomer 1.5, 4.9, 5.2). */
export function orgRoutes(on: Route, state: State, key: string): void {
	const { store, settings } = state;
	on('GET', '/v1/auth/tokens/current', [], ({ request }) => {
		const now = new Date().toISOString();
		const { org, createdBy } = relationships();
		const byKey = request.headers.authorization === `Bearer ${key}`;
		return {
			data: {
				type: 'api_token',
				id: '5a0000000000000000000003',
				attributes: {
					lastTokenChars: key.slice(-4),
					name: 'sandbox',
					ipAddress: '192.0.2.1',
					userAgent: 'n8n',
					roles: [...settings.roles],
					createdAt: now,
					updatedAt: now,
					lastAccessedAt: now,
				},
				relationships: { org, user: byKey ? createdBy : { data: { type: 'user', id: PERSON } } },
				links: { self: '/v1/auth/tokens/current' },
			},
		};
	});
	on('GET', '/v1/metadata/:resource', role('metadata', 'read'), (ask) => {
		const properties = METADATA[ask.params.resource ?? ''];
		return properties === undefined
			? missing(ask)
			: { data: { type: 'metadata', id: ask.params.resource, attributes: { properties } } };
	});
	for (const path of ['/v1/hooks/web/:hash', '/v1/hooks/form/:hash', '/v1/hooks/form/:org/:hash'])
		on('POST', path, path.includes('web') ? ['org.hooks'] : [], (ask) => {
			store.add({ ...kindOf('tag'), type: 'hook' }, { hash: ask.params.hash, body: ask.body });
			return {};
		});
	on('GET', '/v1/outboundAccounts', ['org.permission.apps.read'], () => ({
		data: [
			{
				type: 'outbound_account',
				id: '5e8100000000000000000000',
				attributes: { channel: 'email', name: 'Support', account: 'support@example.com' },
			},
		],
		links: { next: null },
	}));
}
