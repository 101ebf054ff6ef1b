/** Subject of a request in the names of roles, if it is not the first part of the path (kustomer, appendix A). */
const PARTS: Record<string, string> = {
	attachments: 'attachment',
	conversations: 'conversation',
	companies: 'company',
	customers: 'customer',
	events: 'event',
	forwards: 'conversation_forward',
	klasses: 'kobject',
	merges: 'customer_merge',
	messages: 'message',
	metadata: 'metadata',
	notes: 'note',
	redactions: 'message_redaction',
	search: 'search',
	bulk: 'bulk',
	users: 'user',
	teams: 'team',
	workflows: 'workflow',
};

const ACTIONS: Record<string, string> = {
	DELETE: 'delete',
	GET: 'read',
	PATCH: 'update',
	POST: 'create',
	PUT: 'update',
};

/**
 * The role that a request needs; others may do, too (kustomer 1.3).
 * @returns undefined where none is recorded, as for drafts and files that are uploaded
 */
export function roleFor(method: string, path: string): string | undefined {
	const [, ...parts] = path.replace(/^\//, '').split('/');
	const first = parts[0] ?? '';
	const action = ACTIONS[method] ?? 'read';
	if (parts.includes('drafts') || (method === 'POST' && parts.includes('attachments')))
		return undefined;
	if (first === 'hooks') return parts[1] === 'web' ? 'org.hooks' : undefined;
	// Tags are part of their conversation, and removing one counts as a deletion.
	if (parts[2] === 'tags')
		return `org.permission.conversation.${method === 'DELETE' ? 'delete' : 'update'}`;
	const deepest = [...parts].reverse().find((part) => part !== 'bulk' && PARTS[part] !== undefined);
	const object = PARTS[deepest ?? first];
	return object === undefined ? undefined : `org.permission.${object}.${action}`;
}

/** Requests whose roles are recorded, by method and path without the version; any one role is enough (kustomer, appendix A). */
const RECORDED: ReadonlyArray<readonly [methods: string, path: RegExp, ...objects: string[]]> = [
	['POST', /^attachments$/, 'note', 'message'],
	['GET', /^attachments\/[^/]+$/, 'attachment'],
	[
		'GET',
		/^(messages\/[^/]+\/attachments\/[^/]+|conversations\/[^/]+\/attachments)$/,
		'attachment',
	],
	['GET', /^brands(\/[^/]+)?$/, 'brand'],
	['GET', /^bulk\/[^/]+(\/batches)?$/, 'bulk'],
	['GET', /^companies(\/[^/]+)?$/, 'company'],
	['POST', /^companies(\/bulk)?$/, 'company'],
	['PUT', /^companies\/[^/]+$/, 'company'],
	['GET', /^conversations(\/[^/]+|\/[^/]+\/times)?$/, 'conversation'],
	['POST', /^conversations(\/bulk)?$/, 'conversation'],
	['PATCH PUT', /^conversations\/[^/]+$/, 'conversation'],
	['DELETE', /^conversations\/(?!bulk$)[^/]+$/, 'conversation'],
	['POST', /^conversations\/[^/]+\/tags$/, 'conversation.update'],
	['DELETE', /^conversations\/[^/]+\/tags$/, 'conversation'],
	['GET', /^conversations\/[^/]+\/events$/, 'event'],
	['POST', /^conversations\/[^/]+\/forwards$/, 'conversation_forward'],
	['GET POST', /^(conversations|customers)\/[^/]+\/messages$/, 'message'],
	['GET', /^(conversations|customers)\/[^/]+\/notes$/, 'note'],
	['POST', /^conversations\/[^/]+\/notes$/, 'note'],
	['GET', /^customers(\/(?!searches$)[^/]+)?$/, 'customer'],
	['POST', /^customers(\/bulk)?$/, 'customer'],
	['PATCH PUT DELETE', /^customers\/[^/]+$/, 'customer'],
	['GET POST', /^customers\/[^/]+\/conversations$/, 'conversation'],
	['GET', /^customers\/[^/]+\/drafts$/, 'draft'],
	['POST', /^customers\/merges$/, 'customer_merge'],
	[
		'POST',
		/^customers\/(archive\/)?search$/,
		'search.create',
		'search.update',
		'search_global.create',
		'search_preview.create',
		// The older names of a role that may search (kustomer 1.3).
		'org.user.search.read',
		'org.admin.search.read',
	],
	['GET', /^klasses$/, 'klass'],
	['GET', /^klasses\/[^/]+$/, 'klass', 'kobject'],
	['POST', /^(customers\/[^/]+\/)?klasses\/[^/]+$/, 'kobject'],
	['GET PUT DELETE', /^klasses\/[^/]+\/(?!externalId=)[^/]+$/, 'kobject'],
	['POST', /^klasses\/[^/]+\/bulk$/, 'kobject'],
	['GET', /^(messages|notes)(\/(?!externalId=)[^/]+)?$/, '$1'],
	['POST', /^(messages|notes)(\/bulk)?$/, '$1'],
	['PATCH PUT', /^(messages|notes)\/[^/]+$/, '$1'],
	['DELETE', /^notes\/[^/]+$/, 'note'],
	['POST', /^messages\/[^/]+\/redactions$/, 'message_redaction'],
	['GET', /^metadata\/[^/]+$/, 'metadata'],
	['GET', /^outboundAccounts$/, 'apps'],
	['GET', /^satisfaction$/, 'satisfaction'],
	['GET', /^slas\/[^/]+$/, 'sla'],
];

/** Roles that are recorded for a request, any one of which is enough; none where nothing certain is known of it. */
export function recordedRoles(method: string, path: string): string[] {
	const rest = path.replace(/^\/v1\//, '');
	if (method === 'POST' && /^hooks\/web\/[^/]+$/.test(rest)) return ['org.hooks'];
	for (const [methods, pattern, ...objects] of RECORDED) {
		const match = methods.split(' ').includes(method) ? pattern.exec(rest) : null;
		if (match === null) continue;
		return objects.map((object) => {
			const name = object === '$1' ? (PARTS[match[1] ?? ''] ?? '') : object;
			if (name.startsWith('org.')) return name;
			return `org.permission.${name.includes('.') ? name : `${name}.${ACTIONS[method] ?? 'read'}`}`;
		});
	}
	return [];
}

/**
 * True where the roles of a key may allow what one of the needed roles does. A doubt counts for the key: a role above
 * the needed one, an older one about the same object, and one about a single class (kustomer 1.3).
 */
export function mayDo(held: readonly string[], needed: readonly string[]): boolean {
	return needed.some((need) => held.some((role) => covers(role, need)));
}

function covers(role: string, need: string): boolean {
	if (role === need || need.startsWith(`${role}.`)) return true;
	const [, , object = '', action = ''] = need.split('.');
	if (role.startsWith(`org.permission.${object}.`)) return role.endsWith(`.${action}`);
	const [, older, about, word] = /^org\.(user|admin)(?:\.([^.]+)(?:\.(.+))?)?$/.exec(role) ?? [];
	if (older === undefined) return false;
	if (about === undefined) return true;
	return about === object && (action === 'read' || word !== 'read');
}
