import { kindOf, missing } from './objects';
import type { Json } from './store';
import type { Ask, Route, State } from './state';

/** Routes of attachments and their files (kustomer 4.4): two ways to upload, one to download. */
export function fileRoutes(on: Route, state: State): void {
	const { store, files } = state;
	const kind = { ...kindOf('tag'), type: 'attachment', path: '/v1/attachments' };
	const register = (ask: Ask) => store.add(kind, ask.body as Json) ?? {};
	const link = (ask: Ask, { id }: Json) => `${state.url(ask)}/presigned/${String(id)}?signature=x`;
	const body = (ask: Ask, row: Json) => ({
		type: 'attachment',
		id: row.id,
		attributes: { name: row.name, contentType: row.contentType, contentLength: row.contentLength },
		links: { related: link(ask, row) },
	});
	on('POST', '/v1/attachments', [], (ask) => {
		const row = register(ask);
		ask.status(201);
		return {
			data: { type: 'attachment', id: row.id, attributes: ask.body },
			meta: { upload: { url: link(ask, row), fields: { key: row.id, policy: 'p' } } },
		};
	});
	on('POST', '/v1/drafts/:id/attachments', [], (ask) => {
		const draft = store.get('draft', ask.params.id ?? '');
		if (draft === undefined) return missing(ask);
		const row = register(ask);
		draft.attachments = [...((draft.attachments ?? []) as unknown[]), row.id];
		return { data: body(ask, row) };
	});
	const read = ['org.permission.attachment.read', 'org.user.attachment.read'];
	const get = (ask: Ask, id: string) => {
		const row = store.get('attachment', id);
		return row === undefined ? missing(ask) : { data: body(ask, row) };
	};
	on('GET', '/v1/attachments/:id', read, (ask) => get(ask, ask.params.id ?? ''));
	on('GET', '/v1/messages/:message/attachments/:id', read, (ask) => get(ask, ask.params.id ?? ''));
	void files;
}

/** The file in a multipart body: its last part (kustomer 4.4); undefined where the size is another than was announced. */
export function lastPart(body: Buffer): Buffer | undefined {
	const boundary = body.subarray(0, body.indexOf('\r\n'));
	const parts: Buffer[] = [];
	for (let start = boundary.length; ; ) {
		const end = body.indexOf(boundary, start);
		if (end < 0) break;
		parts.push(body.subarray(start, end - 2));
		start = end + boundary.length;
	}
	const last = parts.at(-1);
	if (last === undefined || !last.includes('name="file"')) return undefined;
	return last.subarray(last.indexOf('\r\n\r\n') + 4);
}
