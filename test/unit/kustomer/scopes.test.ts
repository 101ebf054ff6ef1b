import { mayDo, recordedRoles } from '../../../nodes/Kustomer/scopes';

const P = 'org.permission.';

describe('The roles that are recorded for a request of Kustomer', () => {
	it.each([
		['POST', '/v1/conversations', [`${P}conversation.create`]],
		['POST', '/v1/conversations/bulk', [`${P}conversation.create`]],
		['PUT', '/v1/customers/bulk', [`${P}customer.update`]],
		['DELETE', '/v1/customers/bulk', [`${P}customer.delete`]],
		['DELETE', '/v1/conversations/5a1b/tags', [`${P}conversation.delete`]],
		['POST', '/v1/conversations/5a1b/tags', [`${P}conversation.update`]],
		['GET', '/v1/bulk/5a1b/batches', [`${P}bulk.read`]],
		['GET', '/v1/customers/email=ava%40example.com', [`${P}customer.read`]],
		['POST', '/v1/customers/merges', [`${P}customer_merge.create`]],
		['POST', '/v1/attachments', [`${P}note.create`, `${P}message.create`]],
		['POST', '/v1/klasses/order', [`${P}kobject.create`]],
		['GET', '/v1/messages/5a1b', [`${P}message.read`]],
		['POST', '/v1/hooks/web/7f3a', ['org.hooks']],
		[
			'POST',
			'/v1/customers/archive/search',
			[
				...['search.create', 'search.update', 'search_global.create', 'search_preview.create'].map(
					(role) => P + role,
				),
				'org.user.search.read',
				'org.admin.search.read',
			],
		],
	])('are those of the contract: %s %s', (method, path, roles) => {
		expect(recordedRoles(method, path)).toEqual(roles);
	});

	it.each([
		['GET', '/v1/auth/tokens/current'],
		['POST', '/v1/customers/5a1b/drafts'],
		['PUT', '/v1/drafts/5a1b'],
		['DELETE', '/v1/conversations/bulk'],
		['GET', '/v1/klasses/order/externalId=x'],
		['GET', '/v1/customers/searches/schema'],
		['GET', '/v1/tags'],
		['GET', '/v1/users'],
		['POST', '/v1/hooks/form/7f3a'],
		['GET', '/v2/conversations/5a1b/times'],
	])('are none where the contract names none: %s %s', (method, path) => {
		expect(recordedRoles(method, path)).toEqual([]);
	});
});

describe('A key of Kustomer', () => {
	it.each([
		['the role itself', ['org.permission.customer.update']],
		['a role above it', ['org.permission']],
		['all roles', ['org']],
		['an older role that writes', ['org.user.customer.write']],
		['an older role that administers', ['org.admin']],
	])('may do what it has for it: %s', (_what, held) => {
		expect(mayDo(held, ['org.permission.customer.update'])).toBe(true);
	});

	it.each([
		['another action', ['org.permission.customer.read']],
		['another object', ['org.permission.company.update']],
		['an object whose name begins alike', ['org.permission.customer_merge.update']],
		['an older role that only reads', ['org.user.customer.read']],
		['a chat key', ['org.tracking']],
	])('may not do what it has nothing for: %s', (_what, held) => {
		expect(mayDo(held, ['org.permission.customer.update'])).toBe(false);
	});

	it('may read by an older role, and may write custom objects of a single class', () => {
		expect(mayDo(['org.user.customer.write'], ['org.permission.customer.read'])).toBe(true);
		expect(
			mayDo(['org.permission.kobject.kobject_order.create'], ['org.permission.kobject.create']),
		).toBe(true);
	});

	it.each(['org.user.search.read', 'org.admin.search.read', 'org.user.search.write'])(
		'may search by the older role %s',
		(role) => {
			for (const path of ['/v1/customers/search', '/v1/customers/archive/search'])
				expect(mayDo([role], recordedRoles('POST', path))).toBe(true);
		},
	);

	it('may not search by an older role about something else', () => {
		expect(mayDo(['org.user.customer.read'], recordedRoles('POST', '/v1/customers/search'))).toBe(
			false,
		);
	});

	it('needs only one of several roles', () => {
		expect(
			mayDo(['org.permission.search_global.create'], recordedRoles('POST', '/v1/customers/search')),
		).toBe(true);
	});
});
