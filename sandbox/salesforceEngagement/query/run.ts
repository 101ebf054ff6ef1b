import {
	fieldOf,
	relationshipsOf,
	schemaOf,
	type FieldSchema,
	type ObjectSchema,
} from '../state/schemas';
import type { Row, State } from '../state/state';
import type { Column, Condition, Query, Value } from './parse';

type Json = Record<string, unknown>;

/** A query that Salesforce refuses. */
export class QueryRefusal extends Error {
	constructor(
		readonly code: string,
		message: string,
	) {
		super(message);
	}
}

/** Runs a query: the rows as Salesforce shows them, all of them. */
export function runQuery(state: State, query: Query, deletedToo: boolean): Json[] {
	const schema = schemaOf(query.object);
	if (!schema)
		throw new QueryRefusal('INVALID_TYPE', `sObject type '${query.object}' is not supported.`);
	const rows = found(state, schema, query, deletedToo);
	return rows.map((row) => shown(state, schema, query, row));
}

function found(state: State, schema: ObjectSchema, query: Query, deletedToo: boolean): Row[] {
	const { where, order, limit, offset } = query;
	const keys = order.map(({ path, descending }) => {
		const value = reader(state, schema, path);
		return { value, descending };
	});
	const matches = where === undefined ? () => true : test(state, schema, where, deletedToo);
	const rows = state
		.seen(schema.name)
		.filter((row) => (deletedToo || !row.IsDeleted) && matches(row));
	const sorted = rows.sort((a, b) => {
		for (const { value, descending } of keys) {
			const difference = compared(value(a), value(b));
			if (difference !== 0) return descending ? -difference : difference;
		}
		return 0;
	});
	return sorted.slice(offset, limit === undefined ? undefined : offset + limit);
}

function shown(state: State, schema: ObjectSchema, query: Query, row: Row): Json {
	const columns: Column[] = query.all
		? schema.fields.map(({ name }) => ({ kind: 'path' as const, path: name }))
		: query.columns;
	const result: Json = attributes(schema, row);
	for (const column of columns) {
		if (column.kind === 'query') {
			const child = relationshipsOf(schema).find(({ name }) => name === column.query.object);
			const childSchema = child && schemaOf(child.object);
			if (!child || !childSchema)
				throw new QueryRefusal(
					'INVALID_TYPE',
					`Didn't understand relationship '${column.query.object}'`,
				);
			const rows = found(state, childSchema, column.query, false)
				.filter((one) => one[child.field] === row.Id)
				.map((one) => shown(state, childSchema, column.query, one));
			result[column.query.object] =
				rows.length === 0 ? null : { totalSize: rows.length, done: true, records: rows };
			continue;
		}
		put(state, schema, row, column.path.split('.'), result);
	}
	return result;
}

function attributes(schema: ObjectSchema, row: Row): Json {
	return {
		attributes: {
			type: schema.name,
			url: `/services/data/v67.0/sobjects/${schema.name}/${row.Id}`,
		},
	};
}

/** Puts the value at a path into a result: of a related record in an object of its own. */
function put(
	state: State,
	schema: ObjectSchema,
	row: Row,
	[first = '', ...rest]: string[],
	into: Json,
): void {
	if (rest.length === 0) {
		const field = existing(schema, first);
		into[field.name] = row[field.name] ?? null;
		return;
	}
	const link = relation(schema, first);
	const name = link.relationshipName ?? '';
	const parent = parentOf(state, link, row);
	if (!parent) {
		into[name] = null;
		return;
	}
	const inner = (into[name] as Json | undefined) ?? attributes(parent.schema, parent.row);
	put(state, parent.schema, parent.row, rest, inner);
	into[name] = inner;
}

function existing(schema: ObjectSchema, name: string): FieldSchema {
	const field = fieldOf(schema, name);
	if (field) return field;
	throw new QueryRefusal(
		'INVALID_FIELD',
		`No such column '${name}' on entity '${schema.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.`,
	);
}

function relation(schema: ObjectSchema, name: string): FieldSchema {
	const field = schema.fields.find(
		({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase(),
	);
	if (field) return field;
	throw new QueryRefusal(
		'INVALID_FIELD',
		`Didn't understand relationship '${name}' in field path.`,
	);
}

function parentOf(
	state: State,
	link: FieldSchema,
	row: Row,
): { schema: ObjectSchema; row: Row } | undefined {
	const id = row[link.name];
	if (typeof id !== 'string') return undefined;
	for (const object of link.referenceTo ?? []) {
		const schema = schemaOf(object);
		const parent = schema && state.find(object, id);
		if (schema && parent) return { schema, row: parent };
	}
	return undefined;
}

function reader(state: State, schema: ObjectSchema, path: string): (row: Row) => unknown {
	const parts = path.split('.');
	if (parts.length === 1) {
		const { name } = existing(schema, path);
		return (row) => row[name];
	}
	const link = relation(schema, parts[0] ?? '');
	return (row) => {
		const parent = parentOf(state, link, row);
		return parent && reader(state, parent.schema, parts.slice(1).join('.'))(parent.row);
	};
}

function test(
	state: State,
	schema: ObjectSchema,
	condition: Condition,
	deletedToo: boolean,
): (row: Row) => boolean {
	switch (condition.kind) {
		case 'and':
		case 'or': {
			const parts = condition.parts.map((part) => test(state, schema, part, deletedToo));
			return condition.kind === 'and'
				? (row) => parts.every((part) => part(row))
				: (row) => parts.some((part) => part(row));
		}
		case 'not': {
			const part = test(state, schema, condition.part, deletedToo);
			return (row) => !part(row);
		}
		case 'in': {
			const inner = schemaOf(condition.query.object);
			const [column] = condition.query.columns;
			if (!inner || column?.kind !== 'path')
				throw new QueryRefusal('MALFORMED_QUERY', 'unexpected semi join');
			const value = reader(state, inner, column.path);
			const ids = new Set(found(state, inner, condition.query, deletedToo).map(value));
			const own = reader(state, schema, condition.path);
			return (row) => ids.has(own(row)) !== condition.negated;
		}
		case 'compare': {
			const { path, operator, values } = condition;
			const own = reader(state, schema, path);
			const field = path.includes('.') ? undefined : existing(schema, path);
			const wanted = values.map((value) => ofType(value, field));
			return (row) => holds(own(row), operator, wanted, field);
		}
	}
}

const QUOTED = [
	'string',
	'picklist',
	'multipicklist',
	'reference',
	'id',
	'email',
	'phone',
	'textarea',
	'url',
];
const KINDS: Record<string, string> = {
	datetime: 'moment',
	date: 'date',
	double: 'number',
	int: 'number',
	boolean: 'boolean',
};

/** Salesforce refuses a value of another kind than the field's. */
function ofType(value: Value, field: FieldSchema | undefined): Value {
	if (!field || value.kind === 'null') return value;
	const wanted = QUOTED.includes(field.type) ? 'text' : KINDS[field.type];
	if (value.kind === wanted) return value;
	if (field.type === 'textarea')
		throw new QueryRefusal(
			'INVALID_FIELD',
			`field '${field.name}' can not be filtered in a query call`,
		);
	throw new QueryRefusal(
		'INVALID_FIELD',
		`value of filter criterion for field '${field.name}' must be of type ${field.type}${wanted === 'text' ? ' and should be enclosed in quotes' : ''}`,
	);
}

function holds(
	own: unknown,
	operator: string,
	values: readonly Value[],
	field: FieldSchema | undefined,
): boolean {
	const [first] = values;
	const equal = (value: Value) => compared(own, comparable(value, field)) === 0;
	switch (operator) {
		case '=':
			return first !== undefined && equal(first);
		case '!=':
		case '<>':
			return first !== undefined && !equal(first);
		case 'IN':
			return values.some(equal);
		case 'NOT IN':
			return !values.some(equal);
		case 'LIKE':
			return first?.kind === 'text' && typeof own === 'string' && like(first.raw).test(own);
		case 'INCLUDES':
		case 'EXCLUDES': {
			const chosen = typeof own === 'string' ? own.split(';') : [];
			const includes = values.some(
				(value) =>
					value.kind === 'text' && value.value.split(';').every((one) => chosen.includes(one)),
			);
			return includes === (operator === 'INCLUDES');
		}
		default: {
			if (own === null || own === undefined || first === undefined) return false;
			const difference = compared(own, comparable(first, field));
			return (
				(operator.includes('<') && difference < 0) ||
				(operator.includes('>') && difference > 0) ||
				(operator.includes('=') && difference === 0)
			);
		}
	}
}

function comparable(value: Value, field: FieldSchema | undefined): unknown {
	if (value.kind === 'moment') return new Date(value.value).toISOString();
	if (value.kind === 'date') return new Date(value.value).toISOString().slice(0, 10);
	const isId = field?.type === 'reference' || field?.type === 'id';
	return isId && value.kind === 'text' && value.value.length === 15
		? `${value.value}AAA`
		: value.value;
}

/** % stands for any text and _ for one sign; with a backslash they stand for themselves. */
function like(pattern: string): RegExp {
	const source = pattern.replace(/\\(.)|[%_]|[.*+?^${}()|[\]\\]/gs, (part, escaped?: string) => {
		if (escaped !== undefined) return escaped.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
		if (part === '%') return '[^]*';
		return part === '_' ? '[^]' : `\\${part}`;
	});
	return new RegExp(`^${source}$`, 'i');
}

/** Order of two values; text without regard to case, times as moments, nothing first. */
function compared(a: unknown, b: unknown): number {
	if (a === null || a === undefined || b === null || b === undefined)
		return Number(a !== null && a !== undefined) - Number(b !== null && b !== undefined);
	const [x, y] = [plain(a), plain(b)];
	if (x === y) return 0;
	return x < y ? -1 : 1;
}

function plain(value: unknown): string | number {
	if (typeof value === 'number') return value;
	const text = String(value);
	return /^\d{4}-\d\d-\d\dT/.test(text)
		? Date.parse(text.replace(/\+0000$/, 'Z'))
		: text.toLowerCase();
}
