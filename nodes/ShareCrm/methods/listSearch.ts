import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { at, isObject, textOf } from '../../shared/base/values';
import { askForForm } from '../../shared/form/methods';
import type { Session } from '../../shared/http/session';
import { connect, CREDENTIAL } from '../api';
import { parseKeyOf, pushTokenOf } from '../fields/parseKey';
import type { ShareCrmCredential } from '../host';
import { objectsOf } from '../metadata';
import { queryCall, rowsOf, type Filter } from '../records/query';
import { VENDOR } from '../replies';
import { readDepartments } from '../resources/department/getMany';
import { readEmployees } from '../resources/employee/getMany';
import { currentObject } from './parameters';

/** Rows of a page in a list that is scrolled. */
const PAGE = 50;

type Lister = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** A picker whose whole list comes at once. */
function wholeLister(list: (session: Session) => Promise<Result<INodeListSearchItems[]>>): Lister {
	return async function (filter = '') {
		const items = await askForForm(this, { name: VENDOR, connect }, list);
		const wanted = filter.trim().toLowerCase();
		return {
			results: items
				.filter(
					({ name, value }) =>
						name.toLowerCase().includes(wanted) || String(value).toLowerCase().includes(wanted),
				)
				.sort((a, b) => a.name.localeCompare(b.name)),
		};
	};
}

/** A picker of the one value that is derived from the credential, so that nobody has to make it up. */
function derivedLister(derive: (app: ShareCrmCredential) => string): Lister {
	return async function () {
		const value = derive(await this.getCredentials<ShareCrmCredential>(CREDENTIAL));
		return { results: [{ name: value, value }] };
	};
}

function item(name: string | undefined, id: unknown): INodeListSearchItems[] {
	const value = textOf(id);
	return value === undefined ? [] : [{ name: name ?? value, value }];
}

/** Records of the object in the form: the latest ones first, or those whose name holds a text. */
async function searchRecords(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken = '0',
): Promise<INodeListSearchResult> {
	const object = currentObject(this);
	const offset = Number(paginationToken);
	const named: Filter[] =
		filter.trim() === ''
			? []
			: [{ field_name: 'name', operator: 'LIKE', field_values: [filter.trim()] }];
	return await askForForm(this, { name: VENDOR, connect }, async (session) => {
		const answer = await session.call(
			queryCall(
				{
					object,
					filters: named,
					orders: [{ fieldName: 'last_modified_time', isAsc: false }],
					fields: ['name'],
				},
				{ limit: PAGE, offset },
				{},
			),
		);
		if (!answer.ok) return answer;
		const rows = rowsOf(answer.body).filter(isObject);
		return {
			ok: true,
			value: {
				results: rows.flatMap((row) => item(textOf(row.name), row._id)),
				// Rows beyond the 10,000th are found by their name (sharecrm 5.4).
				...(rows.length === PAGE && offset + PAGE < 10_000
					? { paginationToken: String(offset + PAGE) }
					: {}),
			},
		};
	});
}

/** The lists behind the pickers of the form. */
export const listSearch: Record<string, Lister> = {
	searchRecords,
	searchObjects: wholeLister(async (session) => {
		const objects = await objectsOf(session);
		return objects.ok
			? {
					ok: true,
					value: objects.value.map(({ apiName, label }) => ({
						name: label === apiName ? label : `${label} (${apiName})`,
						value: apiName,
					})),
				}
			: objects;
	}),
	searchEmployees: wholeLister(async (session) => {
		const people = await readEmployees(session, {}, {});
		return people.ok
			? { ok: true, value: people.value.flatMap((row) => item(textOf(row.name), row.id)) }
			: people;
	}),
	searchParseKeys: derivedLister(parseKeyOf),
	searchPushTokens: derivedLister(pushTokenOf),
	searchDepartments: wholeLister(async (session) => {
		const departments = await readDepartments(session, {}, undefined);
		return departments.ok
			? {
					ok: true,
					value: departments.value.flatMap((row) => item(textOf(at(row, 'name')), row.id)),
				}
			: departments;
	}),
};
