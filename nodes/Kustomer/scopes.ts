/** What a request is about in the names of roles, where it is not the first part of its path (kustomer, appendix A). */
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
