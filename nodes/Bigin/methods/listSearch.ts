import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import { current } from '../../shared/form/current';
import { containing, listersOf, pickerItem, type Lister } from '../../shared/form/listers';
import type { Result } from '../../shared/base/result';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { at, textOf } from '../../shared/base/values';
import { connect } from '../api';
import { VENDOR } from '../replies';
import { idIn } from '../fields/common';
import { PIPELINES_SE_MODULE } from '../fields/relatedRecord';
import { layoutsOf, relatedModule, readMetadata, type FieldMeta } from '../metadata';
import { MODULES } from '../kinds';
import { NUMBERED, readRows } from '../records/rows';
import { SHORTEST_WORD } from '../records/search';
import { pathOfParent } from '../resources/parent';
import { currentModule } from './parameters';

/** Rows per page of a list that loads more when it is scrolled. */
const PAGE = 50;
/** How many characters of its content name a note without a title. */
const LONGEST_NAME = 60;

const { lister, wholeLister } = listersOf({ name: VENDOR, connect });

/** Records of a module: the latest first, or those that a search by word finds. */
async function records(
	session: Session,
	module: string,
	filter: string,
	page: number,
): Promise<Result<INodeListSearchResult>> {
	const names = namesOf(module);
	const searching = filter.length >= SHORTEST_WORD;
	const answer = await session.call({
		method: 'GET',
		path: `/bigin/v2/${pathPart(module)}${searching ? '/search' : ''}`,
		query: {
			fields: names.join(','),
			page,
			per_page: PAGE,
			...(searching ? { word: filter } : { sort_by: 'Modified_Time', sort_order: 'desc' }),
		},
	});
	return answer.ok
		? { ok: true, value: pageOf(answer.body, page, (row) => nameOf(row, names)) }
		: answer;
}

/**
 * Notes by their title or, without one, by the beginning of their content. They are not sorted, because Zoho does not
 * document that their list can be (bigin 5.1).
 */
async function notes(
	session: Session,
	filter: string,
	page: number,
): Promise<Result<INodeListSearchResult>> {
	const searching = filter.length >= SHORTEST_WORD;
	const answer = await session.call({
		method: 'GET',
		path: `/bigin/v2/Notes${searching ? '/search' : ''}`,
		query: {
			fields: 'Note_Title,Note_Content',
			page,
			per_page: PAGE,
			...(searching ? { word: filter } : {}),
		},
	});
	return answer.ok
		? {
				ok: true,
				value: pageOf(
					answer.body,
					page,
					(row) =>
						textOf(at(row, 'Note_Title')) ??
						textOf(at(row, 'Note_Content'))?.slice(0, LONGEST_NAME),
				),
			}
		: answer;
}

/** The records in a related list of a record. */
async function linked(
	session: Session,
	module: string,
	path: string,
	filter: string,
): Promise<Result<INodeListSearchResult>> {
	const names = namesOf(module);
	const read = await readRows(session, { path, fields: names });
	return read.ok
		? {
				ok: true,
				value: {
					results: containing(
						read.rows.map((row) => pickerItem(nameOf(row, names), row.id)),
						filter,
					),
				},
			}
		: read;
}

/** The fields that name a record of the module: its title, and its subtitle if the module has one. */
function namesOf(module: string): string[] {
	const { title = 'id', subtitle } = MODULES.find(({ api }) => api === module) ?? {};
	return [title, ...(subtitle === undefined ? [] : [subtitle])];
}

/** "Ava Bell (ava@example.com)". */
function nameOf(row: unknown, names: readonly string[]): string | undefined {
	const [title, subtitle] = names.map((name) => textOf(at(row, name)));
	return title === undefined || subtitle === undefined
		? (title ?? subtitle)
		: `${title} (${subtitle})`;
}

function pageOf(
	body: unknown,
	page: number,
	name: (row: unknown) => string | undefined,
): INodeListSearchResult {
	const results = rowsOf(body, 'data').map((row) => pickerItem(name(row), at(row, 'id')));
	// Past these records a list needs a token, and a search ends (bigin 4.1 and 4.7).
	const more =
		at(body, 'info', 'more_records') === true &&
		results.length > 0 &&
		(page + 1) * PAGE <= NUMBERED;
	return { results, ...(more ? { paginationToken: String(page + 1) } : {}) };
}

function rowsOf(body: unknown, key: string): unknown[] {
	const rows = at(body, key);
	return Array.isArray(rows) ? rows : [];
}

/** API name of the module that is chosen beside a picker. */
function moduleBeside(form: ILoadOptionsFunctions): string | undefined {
	const chosen = textOf(form.getCurrentNodeParameter('&module'));
	return chosen === PIPELINES_SE_MODULE ? 'Pipelines' : chosen;
}

const NO_TYPE: Failure = {
	message: "Choose 'Record Type' first",
	description: 'The list shows records of that type.',
	executed: 'no',
	input: true,
};

const ofModule = (module: string) =>
	lister(async (session, _form, filter, page) => await records(session, module, filter, page));

/** Values of a picklist of pipeline records, for the chosen team pipeline or for all. */
async function pipelineValues(
	session: Session,
	form: ILoadOptionsFunctions,
	name: string,
	narrowed: (fields: readonly FieldMeta[]) => string[] | undefined,
): Promise<Result<INodeListSearchItems[]>> {
	const layouts = await layoutsOf(session, 'Pipelines');
	if (!layouts.ok) return layouts;
	const pipeline = current(form, 'Pipeline');
	const chosen = layouts.value.filter(({ id }) => id === pipeline);
	const values = (chosen.length > 0 ? chosen : layouts.value).flatMap(({ fields }) => {
		const all = fields.find(({ apiName }) => apiName === name)?.values ?? [];
		const wanted = narrowed(fields);
		return wanted === undefined ? all : all.filter(({ value }) => wanted.includes(value));
	});
	// Several pipelines may have a value with the same name (bigin 7.3).
	return {
		ok: true,
		value: [...new Map(values.map(({ label, value }) => [value, { name: label, value }])).values()],
	};
}

/** The lists behind the pickers of the form. */
export const listSearch: Record<string, Lister> = {
	searchRecords: lister(async (session, form, filter, page) =>
		currentModule(form) === 'Notes'
			? await notes(session, filter, page)
			: await records(session, currentModule(form), filter, page),
	),
	// The module is chosen in the same group of the form.
	searchRelatedRecords: lister(async (session, form, filter, page) => {
		const module = moduleBeside(form);
		return module === undefined
			? { ok: false, failure: NO_TYPE }
			: await records(session, module, filter, page);
	}),
	searchCompanies: ofModule('Accounts'),
	searchContacts: ofModule('Contacts'),
	searchProducts: ofModule('Products'),
	searchListedRecords: lister(async (session, form, filter, page) => {
		const list = current(form, 'relatedList') ?? '';
		const module = await relatedModule(session, currentModule(form), list);
		const parent =
			current(form, 'operation') === 'unlink' ? idIn(current(form, 'parentId')) : undefined;
		return parent === undefined
			? await records(session, module, filter, page)
			: await linked(
					session,
					module,
					pathOfParent({ module: currentModule(form), parentId: parent }, list),
					filter,
				);
	}),
	searchNotes: lister(async (session, _form, filter, page) => await notes(session, filter, page)),
	searchUsers: wholeLister(async (session) => {
		const users = await readRows(session, {
			path: '/bigin/v2/users',
			key: 'users',
			query: { type: 'ActiveUsers' },
		});
		return users.ok
			? { ok: true, value: users.rows.map((user) => pickerItem(textOf(user.full_name), user.id)) }
			: users;
	}),
	searchTeamPipelines: wholeLister(async (session) => {
		const layouts = await layoutsOf(session, 'Pipelines');
		return layouts.ok
			? { ok: true, value: layouts.value.map(({ id, name }) => pickerItem(name, id)) }
			: layouts;
	}),
	searchSubPipelines: wholeLister(
		async (session, form) => await pipelineValues(session, form, 'Sub_Pipeline', () => undefined),
	),
	searchStages: wholeLister(
		async (session, form) =>
			await pipelineValues(session, form, 'Stage', (fields) => {
				const chosen = current(form, 'Sub_Pipeline');
				return fields
					.find(({ apiName }) => apiName === 'Sub_Pipeline')
					?.values.find(({ value }) => value === chosen)?.maps.Stage;
			}),
	),
	searchCustomViews: wholeLister(
		async (session, form) =>
			await readMetadata(session, 'custom_views', currentModule(form), (view) =>
				pickerItem(textOf(at(view, 'display_value')) ?? textOf(at(view, 'name')), at(view, 'id')),
			),
	),
	searchTags: wholeLister(
		async (session, form) =>
			await readMetadata(session, 'tags', currentModule(form), (tag) =>
				pickerItem(textOf(at(tag, 'name')), at(tag, 'id')),
			),
	),
};
