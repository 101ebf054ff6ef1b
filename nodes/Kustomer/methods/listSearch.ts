import type { IDataObject, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { current } from '../../shared/form/current';
import type { Result } from '../../shared/base/result';
import { at, textOf } from '../../shared/base/values';
import { flatResource, resourcesOf } from '../../shared/formats/jsonApi';
import { listersOf, pickerItem, type Lister } from '../../shared/form/listers';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { connect } from '../api';
import { searchSchema } from '../metadata';
import { isInUse, readRows } from '../records/rows';
import { VENDOR } from '../replies';

/** Rows of a page in a list that is scrolled, and most pages of a search (kustomer 3.6). */
const PAGE = 50;
const MOST_PAGES = 100;

const { lister, wholeLister } = listersOf({ name: VENDOR, connect });

/**
 * Objects of a kind: the list, or what is found by a text.
 * @param path of the list
 * @param context the kind in a search
 */
async function objects(
	session: Session,
	path: string,
	context: string,
	nameOf: (row: IDataObject) => string | undefined,
	filter: string,
	page: number,
): Promise<Result<INodeListSearchResult>> {
	const prefix = context.startsWith('kobject_') ? 'kobject' : context;
	const query = { page, pageSize: PAGE };
	const answer = await session.call(
		filter === ''
			? { method: 'GET', path, query }
			: {
					method: 'POST',
					path: '/v1/customers/search',
					query,
					body: {
						queryContext: context,
						and: [{ [`${prefix}_any_text`]: { [await textOperator(session)]: filter } }],
					},
					reads: true,
				},
	);
	if (!answer.ok) return answer;
	const results = resourcesOf(answer.body)
		.map(flatResource)
		.map((row) => pickerItem(nameOf(row), row.id));
	const more =
		textOf(at(answer.body, 'links', 'next')) !== undefined &&
		results.length > 0 &&
		page < MOST_PAGES;
	return { ok: true, value: { results, ...(more ? { paginationToken: String(page + 1) } : {}) } };
}

/** How words are searched for: which operators such an attribute has is told by the organization's schema (kustomer 3.6). */
async function textOperator(session: Session): Promise<string> {
	const schema = await searchSchema(session);
	const known = schema.ok ? (schema.value.operators.any ?? []) : [];
	return known.includes('contains') ? 'contains' : 'equals';
}

function ofKind(path: string, context: string, nameOf: (row: IDataObject) => string | undefined) {
	return lister(
		async (session, _form, filter, page) =>
			await objects(session, path, context, nameOf, filter, page),
	);
}

/** A list that comes whole, such as that of the users. */
function whole(path: string, value = 'id', ...names: string[]): Lister {
	return wholeLister(async (session) => {
		const read = await readRows(session, { path });
		return read.ok
			? { ok: true, value: read.value.filter(isInUse).map((row) => entry(row, value, names)) }
			: read;
	});
}

function entry(row: IDataObject, value: string, names: readonly string[]): INodeListSearchItems {
	const named = names.flatMap((name) => textOf(row[name]) ?? [])[0];
	return pickerItem(named, row[value]);
}

/** "Ava Bell (ava@example.com)". */
function customerName({ name, displayName, emails }: IDataObject): string | undefined {
	const shown = textOf(name) ?? textOf(displayName);
	const email = textOf(at(emails, 0, 'email'));
	return shown === undefined || email === undefined ? (shown ?? email) : `${shown} (${email})`;
}

function conversationName({ name, preview }: IDataObject): string | undefined {
	return textOf(name) ?? textOf(preview)?.slice(0, 60);
}

/** The lists behind the pickers of the form. */
export const listSearch: Record<string, Lister> = {
	searchCustomers: ofKind('/v1/customers', 'customer', customerName),
	searchConversations: ofKind('/v1/conversations', 'conversation', conversationName),
	searchCompanies: ofKind('/v1/companies', 'company', ({ name }) => textOf(name)),
	searchCustomObjects: lister(async (session, form, filter, page) => {
		const klass = current(form, 'klass');
		if (klass === undefined)
			return {
				ok: false,
				failure: {
					message: "Choose 'Class' first",
					description: 'The list shows the objects of that class.',
					executed: 'no',
					input: true,
				},
			};
		return await objects(
			session,
			`/v1/klasses/${pathPart(klass)}`,
			`kobject_${klass}`,
			({ title }) => textOf(title),
			filter,
			page,
		);
	}),
	searchUsers: whole('/v1/users', 'id', 'name', 'displayName', 'email'),
	searchTeams: whole('/v1/teams', 'id', 'name', 'displayName'),
	searchQueues: whole('/v1/routing/queues', 'id', 'displayName', 'name'),
	searchTags: whole('/v1/tags', 'id', 'name'),
	searchClasses: whole('/v1/klasses', 'name', 'displayName', 'name'),
};
