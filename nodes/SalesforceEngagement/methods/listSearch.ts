import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { askForForm } from '../../shared/form/methods';
import type { Result } from '../../shared/base/result';
import { textOf } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import { connect } from '../api';
import { fieldsOf, objectsOf, type ObjectMeta } from '../metadata';
import { queryRows } from '../records/pages';
import { pattern, soql } from '../records/soql';
import { VENDOR } from '../replies';
import { sessionVersion } from '../version';
import { currentObject } from './parameters';

/** Rows of a picker. */
const ROWS = 50;

/** Objects that come first in the list of all of them. */
const FIRST = ['EngagementInteraction', 'EngagementAttendee', 'EngagementTopic'];

/** The people that an interaction can be with (salesforce-engagement 2.1). */
const PEOPLE = ['Contact', 'Account', 'Lead'];

type Lister = (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;

/** Fills a picker. */
function lister(
	list: (
		session: Session,
		form: ILoadOptionsFunctions,
		filter: string,
	) => Promise<Result<INodeListSearchItems[]>>,
): Lister {
	return async function (filter = '') {
		const results = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) => await list(session, this, filter.trim()),
		);
		return { results };
	};
}

/** Records of an object by their name: the latest ones, or those whose name holds a text. */
async function records(
	session: Session,
	object: string,
	filter: string,
): Promise<Result<INodeListSearchItems[]>> {
	const fields = await fieldsOf(session, object);
	if (!fields.ok) return fields;
	const name = fields.value.find(({ nameField }) => nameField)?.apiName ?? 'Id';
	const read = await named(session, object, [name], filter);
	return read.ok
		? { ok: true, value: read.value.map((row) => item(row, textOf(row[name]))) }
		: read;
}

async function named(
	session: Session,
	object: string,
	names: readonly string[],
	filter: string,
): Promise<Result<IDataObject[]>> {
	return await queryRows(
		session,
		soql({
			object,
			fields: ['Id', ...names.filter((name) => name !== 'Id')],
			where:
				filter === ''
					? []
					: [names.map((name) => `${name} LIKE ${pattern(filter, '%', '%')}`).join(' OR ')],
			order: filter === '' ? 'SystemModstamp DESC' : names[0],
			limit: ROWS,
		}),
		{ options: { apiVersion: sessionVersion(session) }, limit: ROWS },
	);
}

function item(row: IDataObject, name: string | undefined): INodeListSearchItems {
	const value = textOf(row.Id) ?? '';
	return { name: name ?? value, value };
}

/** Objects of the org, those of engagement first. */
async function objects(
	session: Session,
	filter: string,
	wanted: (object: ObjectMeta) => boolean,
): Promise<Result<INodeListSearchItems[]>> {
	const known = await objectsOf(session);
	if (!known.ok) return known;
	const rank = (name: string) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
	return {
		ok: true,
		value: known.value
			.filter(wanted)
			.map(({ label, apiName }) => ({ name: `${label} (${apiName})`, value: apiName }))
			.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()))
			.sort((a, b) => rank(a.value) - rank(b.value) || a.name.localeCompare(b.name)),
	};
}

/** The lists behind the pickers of the form. */
export const listSearch: Record<string, Lister> = {
	searchObjects: lister(
		async (session, _form, filter) => await objects(session, filter, ({ queryable }) => queryable),
	),
	searchEvents: lister(
		async (session, _form, filter) =>
			await objects(session, filter, ({ apiName }) => apiName.endsWith('__e')),
	),
	searchRecords: lister(
		async (session, form, filter) => await records(session, currentObject(form), filter),
	),
	searchUsers: lister(async (session, _form, filter) => await records(session, 'User', filter)),
	searchInteractions: lister(async (session, _form, filter) => {
		const read = await named(
			session,
			'EngagementInteraction',
			['Name', 'ExternalIdentifier', 'Reason'],
			filter,
		);
		return read.ok
			? {
					ok: true,
					value: read.value.map((row) =>
						item(
							row,
							[row.Name, row.ExternalIdentifier, row.Reason]
								.flatMap((one) => textOf(one) ?? [])
								.join(' · '),
						),
					),
				}
			: read;
	}),
	searchPeople: lister(async (session, _form, filter) => {
		const lists = await Promise.all(
			PEOPLE.map(async (object) => ({
				object,
				read: await named(session, object, ['Name'], filter),
			})),
		);
		const items = lists.flatMap(({ object, read }) =>
			read.ok ? read.value.map((row) => item(row, `${textOf(row.Name) ?? ''} (${object})`)) : [],
		);
		const [first] = lists;
		return first !== undefined && !first.read.ok && items.length === 0
			? first.read
			: { ok: true, value: items };
	}),
};
