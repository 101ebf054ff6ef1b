import { NOTHING, Refused, type Json, type Serve } from '../http/wire';
import { MODULES } from '../records/check';
import type { Row } from '../state/table';
import type { AccountState } from '../state/accountState';
import { columnOf, literal, scalars, type Column } from './column';
import { isOrdered, isText, test, type Scalar, type Test } from './condition';
import { parseSelect, type Select, type Where } from './coqlParse';

/** Most rows of one query, and the last row that any query reaches (bigin 4.8). */
const MAX_ROWS = 200;
const MAX_REACH = 10_000;

/** Runs one query against the index. */
class Query {
	constructor(
		private readonly state: AccountState,
		private readonly select: Select,
	) {}

	run(): unknown {
		const { columns, module, where, order, offset, limit } = this.select;
		if (!MODULES.has(module))
			throw new Refused(400, 'INVALID_QUERY', { module, reason: 'unknown module' });
		if (limit > MAX_ROWS)
			throw new Refused(400, 'LIMIT_EXCEEDED', { limit: MAX_ROWS, clause: 'LIMIT' });
		if (offset + limit > MAX_REACH)
			throw new Refused(400, 'LIMIT_EXCEEDED', { limit: MAX_REACH, clause: 'OFFSET' });
		const twice = columns.find((name, index) => columns.indexOf(name) !== index);
		if (twice !== undefined) throw new Refused(400, 'DUPLICATE_DATA', { column_name: twice });
		const shown = columns.map((name) => this.column(name));
		const sorting = [
			...order.map(({ column, descending }) => ({ column: this.column(column), descending })),
			{ column: this.column('id'), descending: false },
		];
		const fits = this.test(where);
		const rows: Row[] = [];
		for (const row of this.state.table(module).seen(this.state.millis()))
			if (fits(row)) rows.push(row);
		const data = sorted(rows, sorting).slice(offset, offset + limit);
		if (data.length === 0) return NOTHING;
		return {
			data: data.map((row) => resultOf(row, shown)),
			info: { count: data.length, more_records: offset + limit < rows.length },
		};
	}

	private column(path: string): Column {
		const column = columnOf(this.state, this.select.module, path);
		if (!column)
			throw new Refused(400, 'INVALID_QUERY', {
				column_name: path,
				reason: 'column does not exist',
			});
		return column;
	}

	private test(where: Where): Test {
		if ('join' in where) {
			const [left, right] = [this.test(where.left), this.test(where.right)];
			return where.join === 'and'
				? (row) => left(row) && right(row)
				: (row) => left(row) || right(row);
		}
		const { column: path, operator, negated, values } = where;
		const column = this.column(path);
		const wrongKind =
			operator === 'like'
				? !isText(column.kind)
				: !['equal', 'in', 'empty'].includes(operator) && !isOrdered(column.kind);
		if (wrongKind)
			throw new Refused(400, 'INVALID_QUERY', {
				column_name: path,
				operator,
				reason: 'operator is not supported for this column',
			});
		const given = values.map((text) => literal(column.kind, text));
		if (given.includes(undefined))
			throw new Refused(400, 'INVALID_QUERY', { column_name: path, reason: 'invalid value' });
		return test(column, operator, given as Scalar[], negated);
	}
}

function sorted(rows: Row[], by: ReadonlyArray<{ column: Column; descending: boolean }>): Row[] {
	const keyed = rows.map((row) => ({
		row,
		keys: by.map(({ column }) => scalars(column.kind, column.read(row))[0]),
	}));
	keyed.sort((a, b) => {
		for (const [index, { descending }] of by.entries()) {
			const [left, right] = [a.keys[index], b.keys[index]];
			if (left === right) continue;
			// Empty values come first, as the smallest.
			const less = left === undefined || (right !== undefined && left < right);
			return less === descending ? 1 : -1;
		}
		return 0;
	});
	return keyed.map(({ row }) => row);
}

/** A row of a result: the asked columns, and the id in any case. */
function resultOf(row: Row, columns: readonly Column[]): Json {
	return {
		...Object.fromEntries(columns.map((column) => [column.path, column.read(row)])),
		id: row.id,
	};
}

/** Queries in COQL (bigin 4.8). */
export function coqlRoutes(serve: Serve, state: AccountState): void {
	serve('POST', '/bigin/v2/coql', ({ body }) => {
		const query = body.select_query;
		if (query === undefined)
			throw new Refused(400, 'MANDATORY_NOT_FOUND', { api_name: 'select_query' });
		if (typeof query !== 'string')
			throw new Refused(400, 'INVALID_DATA', {
				api_name: 'select_query',
				expected_data_type: 'string',
			});
		return new Query(state, parseSelect(query)).run();
	});
}
