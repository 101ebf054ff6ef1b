import type { IDataObject } from 'n8n-workflow';

import { failed, found, type Outcome } from '../../shared/base/errors';
import type { Fields } from '../../shared/form/defineOperation';
import { limit, returnAll, wanted, type ReadContext, type Values } from '../../shared/form/fields';
import { FILTERS, type Operation } from '../../shared/form/operation';
import type { Call, Session } from '../../shared/http/session';
import { simplified } from '../../shared/operations/simplify';
import { idOf, recordId } from '../../shared/operations/write';
import { readRows, type List } from './rows';
import { shapeOf } from './shapes';
import { written } from './written';

type Entry = Pick<Operation, 'name' | 'value' | 'action' | 'description'>;

/** What an operation on one object sends, by the fields of its form. */
export interface Action<
	Asked extends Fields = Fields,
	Options extends Fields = Fields,
	Given = Values<Asked>,
	Chosen = Values<Options>,
> extends Entry,
		Partial<Pick<Operation, 'names' | 'creates' | 'recover' | 'input' | 'optionalFields'>> {
	fields: Asked;
	options?: Options;
	finish?(asked: Given, options: Chosen, timezone: string, context: ReadContext): IDataObject;
	/** Keys that the result keeps, beside the ID. */
	keeps: readonly string[];
	/** The request of one item; reads first what it must know. A failure means that nothing was sent. */
	call(
		asked: Given,
		options: Chosen,
		session: Session,
	): Call | Promise<Call | { failure: Parameters<typeof failed>[0] }>;
	/** The object that it changes, where the form names it as `id`. */
	changes?: boolean;
	/** Looks at the result, which may not be what was asked for. */
	check?(outcome: Outcome): Outcome;
}

/** An operation that sends one request for each item, and answers with the object as it is now. A misspelt field is a compile error. */
export function action<const Asked extends Fields, const Options extends Fields = []>(
	spec: Action<Asked, Options>,
): Operation;
export function action({
	keeps,
	call,
	changes,
	fields,
	check = (outcome) => outcome,
	...entry
}: Action<Fields, Fields, IDataObject, IDataObject>): Operation {
	return {
		input: 'form',
		...entry,
		fields,
		limits: { records: 1 },
		returns: shapeOf(keeps),
		...(changes ? { identity: idOf } : {}),
		async send(session, { records, options }) {
			const [asked = {}] = records;
			const request = await call(asked, options, session);
			if ('failure' in request) return [failed(request.failure)];
			const answer = await session.call(request);
			return [check(written(answer, keeps, changes ? recordId(asked) : undefined))];
		},
	};
}

/** The list of an operation. */
export interface Listing<
	Asked extends Fields = Fields,
	Options extends Fields = Fields,
	Given = Values<Asked>,
	Chosen = Values<Options>,
> extends Entry,
		Partial<Pick<Operation, 'optionalFields'>> {
	/** Fields beside Return All and Limit. */
	fields: Asked;
	options?: Options;
	/** Keys that Simplify keeps, beside the ID; everything if absent. */
	simple?: readonly string[];
	list(asked: Given, options: Chosen): List;
}

/** An operation that reads a list for each item. A misspelt field is a compile error. */
export function listing<const Asked extends Fields, const Options extends Fields = []>(
	spec: Listing<Asked, Options>,
): Operation;
export function listing({
	fields,
	simple,
	list,
	...entry
}: Listing<Fields, Fields, IDataObject, IDataObject>): Operation {
	const upFront = fields.filter(({ required, upFront: first }) => required || first);
	return {
		input: 'form',
		reads: true,
		optionalFields: FILTERS,
		...entry,
		fields: [...upFront, returnAll, limit, ...fields.filter((field) => !upFront.includes(field))],
		...(simple === undefined ? {} : { simplify: simplified(simple) }),
		limits: { records: 1 },
		returns: shapeOf(simple ?? ['type', 'name', 'createdAt', 'updatedAt']),
		async send(session, { records, options }) {
			const [asked = {}] = records;
			const read = await readRows(session, { ...list(asked, options), limit: wanted(asked) });
			return [read.ok ? found(read.value) : failed(read.failure)];
		},
	};
}
