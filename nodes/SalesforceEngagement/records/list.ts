import type { IDataObject } from 'n8n-workflow';

import { failed, found, inputFailure, InputError, type Outcome } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { defineOperation } from '../../shared/form/defineOperation';
import { choice, dynamicOption, limit, returnAll, text, wanted } from '../../shared/form/fields';
import { FILTERS, type Operation } from '../../shared/form/operation';
import type { Session } from '../../shared/http/session';
import { apiVersion } from '../fields/apiVersion';
import { includeDeleted } from '../fields/query';
import { objectOf, type SalesforceKind } from '../kinds/kind';
import { fieldsOf } from '../metadata';
import { combine, conditions, PATH, whereClause, wheresOf, type Conditions } from './conditions';
import { firstPage } from './pages';
import { readRecords } from './rows';
import { anyFields, fieldsToReturn, wantedFields } from './selection';
import { outputOf, type Extra } from './shapes';
import { soql } from './soql';

const sortBy = dynamicOption(
	text('sortBy', 'Sort By Name or ID', {
		pattern: PATH,
		expects: 'the API name of a field',
		description: 'The field to sort by',
	}),
	{ method: 'getSortFields', dependsOn: ['resource', 'object'] },
);
const sortOrder = choice(
	'sortOrder',
	'Sort Order',
	[
		{ name: 'Ascending', value: 'ASC' },
		{ name: 'Descending', value: 'DESC' },
	],
	{ default: 'DESC' },
);
/** The time zone that dates of the conditions are read in, kept with what was asked for. */
const ZONE = 'timezone';

const withZone: Operation['finish'] = (asked, _settings, timezone) => ({
	...asked,
	[ZONE]: timezone,
});

/** Get Many: a list by conditions, sorted, with as many fields as wanted (salesforce-engagement 2.5). */
export function getMany(kind: SalesforceKind, extra?: Extra): Operation {
	const { nouns } = kind;
	return defineOperation({
		name: 'Get Many',
		value: 'getAll',
		action: `Get many ${nouns}`,
		description: `Get many ${nouns} of Salesforce by conditions, sorted, with the fields you choose`,
		input: 'form',
		reads: true,
		optionalFields: FILTERS,
		requiredOptions: kind.choose,
		fields: [conditions, combine, returnAll, limit, whereClause],
		options: [
			kind.simple.length > 0 ? fieldsToReturn : anyFields,
			sortBy,
			sortOrder,
			includeDeleted,
			apiVersion,
			...(extra?.options ?? []),
		],
		...outputOf(kind, extra),
		limits: { records: 1 },
		finish: withZone,
		async send(session, { records: [asked], options }) {
			const where = await conditionsOf(session, kind, asked, options);
			if (!where.ok) return [failed(where.failure)];
			const fields = await wantedFields(session, kind, options);
			if (!fields.ok) return [failed(fields.failure)];
			const read = await inParts(where.value, wanted(asked), options, async (part, left) => {
				return await readRecords(
					session,
					{
						object: objectOf(kind, options),
						fields: fields.value,
						where: part,
						order: orderOf(options),
						limit: left,
					},
					{ options, deletedToo: options.includeDeleted === true, limit: left },
				);
			});
			if (!read.ok) return [failed(read.failure)];
			const rows = extra ? await extra.complete(session, read.value, options, false) : read;
			return [rows.ok ? found(rows.value) : failed(rows.failure)];
		},
	});
}

/** Reads with the conditions of one query after the other, until there are enough rows. */
async function inParts(
	wheres: readonly string[][],
	most: number | undefined,
	options: IDataObject,
	read: (where: string[], left: number | undefined) => Promise<Result<IDataObject[]>>,
): Promise<Result<IDataObject[]>> {
	if (wheres.length > 1 && options.sortBy !== undefined)
		return {
			ok: false,
			failure: {
				message: "A list of values is too long for one query, so 'Sort By' cannot be used with it",
				description: "Remove 'Sort By' and sort the items afterwards, or shorten the list.",
				field: 'sortBy',
				executed: 'no',
				input: true,
			},
		};
	const rows: IDataObject[] = [];
	const seen = new Set<unknown>();
	for (const where of wheres) {
		if (most !== undefined && rows.length >= most) break;
		// A row of an earlier part may come again, where it was changed meanwhile.
		const part = await read(where, most);
		if (!part.ok) return part;
		const fresh = part.value.filter(({ id }) => !seen.has(id));
		for (const row of fresh) {
			seen.add(row.id);
			rows.push(row);
		}
	}
	return { ok: true, value: rows.slice(0, most) };
}

function orderOf({ sortBy: field, sortOrder: order }: IDataObject): string | undefined {
	return field === undefined ? undefined : `${String(field)} ${String(order ?? 'DESC')}`;
}

/** Count: how many records meet the conditions, without reading them. */
export function count(kind: SalesforceKind): Operation {
	return defineOperation({
		name: 'Count',
		value: 'count',
		action: `Count ${kind.nouns}`,
		description: `Count the ${kind.nouns} that meet conditions, without reading them`,
		input: 'form',
		reads: true,
		nothingFound: 'never',
		optionalFields: FILTERS,
		requiredOptions: kind.choose,
		fields: [conditions, combine, whereClause],
		options: [includeDeleted, apiVersion],
		limits: { records: 1 },
		returns: { count: 'integer' },
		finish: withZone,
		async send(session, { records: [asked], options }) {
			const where = await conditionsOf(session, kind, asked, options);
			if (!where.ok) return [failed(where.failure)];
			let count = 0;
			for (const part of where.value) {
				const page = await firstPage(
					session,
					soql({ object: objectOf(kind, options), fields: ['COUNT()'], where: part }),
					{ options, deletedToo: options.includeDeleted === true },
				);
				if (!page.ok) return [failed(page.failure)];
				const { totalSize } = page.value;
				if (typeof totalSize !== 'number') return [countOutcome(totalSize)];
				count += totalSize;
			}
			return [countOutcome(count)];
		},
	});
}

/** The outcome of a count. */
export function countOutcome(size: unknown): Outcome {
	return typeof size === 'number'
		? { ok: true, json: { count: size } }
		: failed({
				message: 'Salesforce sent a reply without the number of records',
				description: 'Try again later.',
				executed: 'no',
			});
}

/** The conditions, as far as they need no metadata without it. */
async function conditionsOf(
	session: Session,
	kind: SalesforceKind,
	asked: Conditions & { [ZONE]?: string },
	options: IDataObject,
): Promise<Result<string[][]>> {
	const needed = (asked.conditions ?? []).length > 0;
	const fields = needed
		? await fieldsOf(session, objectOf(kind, options))
		: { ok: true as const, value: [] };
	if (!fields.ok) return fields;
	try {
		return {
			ok: true,
			value: wheresOf(asked, fields.value, { timezone: asked[ZONE] ?? 'UTC', options }),
		};
	} catch (error) {
		if (error instanceof InputError) return { ok: false, failure: inputFailure(error) };
		return {
			ok: false,
			failure: { message: (error as Error).message, executed: 'no', input: true },
		};
	}
}
