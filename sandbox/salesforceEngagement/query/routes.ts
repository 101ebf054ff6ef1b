import { randomBytes } from 'crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';

import type { Guard } from '../http/guard';
import type { State } from '../state/state';
import { parseSoql } from './parse';
import { QueryRefusal, runQuery } from './run';

type Json = Record<string, unknown>;

/** Queries, page by page (salesforce-engagement 2.5). */
export class Queries {
	/** Rows of a page; long text columns make it 1,000 (salesforce-engagement 14). */
	pageSize = 2_000;
	/** SOQL by the name of the query; parameters as `:name`. */
	readonly named = new Map<string, string>();
	private readonly cursors = new Map<string, Json[]>();

	constructor(private readonly state: State) {}

	reset(): void {
		this.pageSize = 2_000;
		this.named.clear();
		this.cursors.clear();
	}

	routes(app: FastifyInstance, guard: Guard): void {
		this.searchRoute(app, guard);
		this.namedRoute(app, guard);
		for (const [path, deletedToo] of [
			['query', false],
			['queryAll', true],
		] as const) {
			app.get<{ Params: { version: string }; Querystring: { q?: string } }>(
				`/services/data/:version/${path}`,
				async (request, reply) =>
					await Promise.resolve(
						guard(request, reply) ??
							this.query(request.query.q ?? '', deletedToo, request.params.version, path, reply),
					),
			);
			app.get<{ Params: { version: string; locator: string } }>(
				`/services/data/:version/${path}/:locator`,
				async (request, reply) =>
					await Promise.resolve(
						guard(request, reply) ??
							this.page(request.params.locator, request.params.version, path, reply),
					),
			);
		}
	}

	/** Queries that an administrator has defined; the form of the reply is a guess (salesforce-engagement 16). */
	private namedRoute(app: FastifyInstance, guard: Guard): void {
		app.get<{ Params: { version: string; name: string }; Querystring: Json }>(
			'/services/data/:version/named/query/:name',
			async (request, reply) => {
				const refused = guard(request, reply);
				if (refused) return await Promise.resolve(refused);
				const { name, version } = request.params;
				const soql = this.named.get(name);
				if (soql === undefined) {
					void reply.code(404);
					return await Promise.resolve([
						{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' },
					]);
				}
				const written = soql.replace(/:(\w+)/g, (_whole, parameter: string) =>
					literal(request.query[parameter]),
				);
				return await Promise.resolve(this.query(written, false, version, 'query', reply));
			},
		);
	}

	/** Finds records that hold a text in any field (SOSL; its form is from memory). */
	private searchRoute(app: FastifyInstance, guard: Guard): void {
		app.get<{ Querystring: { q?: string } }>(
			'/services/data/:version/search',
			async (request, reply) =>
				await Promise.resolve(guard(request, reply) ?? this.search(request.query.q ?? '', reply)),
		);
	}

	private search(sosl: string, reply: FastifyReply): unknown {
		const [, text = '', returning = '', limit] =
			/^FIND \{((?:[^\\}]|\\.)+)\} IN ALL FIELDS RETURNING (.+) LIMIT (\d+)$/.exec(sosl) ?? [];
		const word = text.replace(/\\(.)/g, '$1').toLowerCase();
		if (word.length < 2) {
			void reply.code(400);
			return [
				{ message: 'search term must be longer than one character', errorCode: 'MALFORMED_SEARCH' },
			];
		}
		const rows = [...returning.matchAll(/(\w+)\(Id, Name\)/g)].flatMap(([, object = '']) =>
			this.state
				.rows(object)
				.filter(({ IsDeleted }) => !IsDeleted)
				.filter((row) => JSON.stringify(Object.values(row)).toLowerCase().includes(word))
				.map(({ Id, Name }) => ({ attributes: { type: object }, Id, Name })),
		);
		return { searchRecords: rows.slice(0, Number(limit)) };
	}

	/** Runs a query for a subrequest or a page. */
	query(
		soql: string,
		deletedToo: boolean,
		version: string,
		path: string,
		reply: FastifyReply,
	): unknown {
		try {
			const query = parseSoql(soql);
			if (query.count) {
				const rows = runQuery(this.state, { ...query, count: false }, deletedToo);
				return { totalSize: rows.length, done: true, records: [] };
			}
			const rows = runQuery(this.state, query, deletedToo);
			const key = `01g${randomBytes(6).toString('hex')}`;
			if (rows.length > this.pageSize) this.cursors.set(key, rows);
			return this.pageOf(rows, key, 0, version, path);
		} catch (error) {
			void reply.code(400);
			return [
				{
					message: (error as Error).message,
					errorCode: error instanceof QueryRefusal ? error.code : 'MALFORMED_QUERY',
				},
			];
		}
	}

	private page(locator: string, version: string, path: string, reply: FastifyReply): unknown {
		const [key = '', start] = locator.split('-');
		const rows = this.cursors.get(key);
		if (rows) return this.pageOf(rows, key, Number(start), version, path);
		void reply.code(400);
		return [{ message: 'invalid query locator', errorCode: 'INVALID_QUERY_LOCATOR' }];
	}

	private pageOf(rows: Json[], key: string, start: number, version: string, path: string): Json {
		const end = start + this.pageSize;
		const more = end < rows.length;
		return {
			totalSize: rows.length,
			done: !more,
			...(more ? { nextRecordsUrl: `/services/data/${version}/${path}/${key}-${end}` } : {}),
			records: rows.slice(start, end),
		};
	}
}

function literal(value: unknown): string {
	const text = String(value ?? '');
	return /^(?:true|false|-?\d+(?:\.\d+)?|\d{4}-\d\d-\d\d.*)$/.test(text)
		? text
		: `'${text.replace(/[\\']/g, '\\$&')}'`;
}
