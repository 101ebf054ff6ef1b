import type { IDataObject } from 'n8n-workflow';

import { failed, found, type Outcome } from '../../shared/base/errors';
import { limit, returnAll, wanted, type Field } from '../../shared/form/fields';
import { FILTERS, type Operation } from '../../shared/form/operation';
import type { Call, Session } from '../../shared/http/session';
import { simplified } from '../../shared/operations/simplify';
import { readRows, type List } from './rows';
import { shapeOf } from './shapes';
import { written } from './written';

type Entry = Pick<Operation, 'name' | 'value' | 'action' | 'description'>;

/** What an operation on one object sends, by the fields of its form. */
export interface Action
	extends Entry,
		Partial<
			Pick<
				Operation,
				'settings' | 'finish' | 'names' | 'creates' | 'recover' | 'input' | 'optionalFields'
			>
		> {
	fields: readonly Field[];
	/** Keys that the result keeps, beside the ID. */
	keeps: readonly string[];
	/** The request of one item; reads first what it must know. A failure means that nothing was sent. */
	call(
		asked: IDataObject,
		settings: IDataObject,
		session: Session,
	): Call | Promise<Call | { failure: Parameters<typeof failed>[0] }>;
	/** The object that it changes, where the form names it as `id`. */
	changes?: boolean;
	/** Looks at the result, which may not be what was asked for. */
	check?(outcome: Outcome): Outcome;
}

/** An operation that sends one request for each item, and answers with the object as it is now. */
export function action({
	keeps,
	call,
	changes,
	fields,
	check = (outcome) => outcome,
	...entry
}: Action): Operation {
	return {
		input: 'form',
		...entry,
		fields,
		limits: { records: 1 },
		returns: shapeOf(keeps),
		...(changes ? { identity: ({ id }: IDataObject) => [String(id)] } : {}),
		async send(session, { records, settings }) {
			const [asked = {}] = records;
			const request = await call(asked, settings, session);
			if ('failure' in request) return [failed(request.failure)];
			const answer = await session.call(request);
			return [check(written(answer, keeps, changes ? String(asked.id) : undefined))];
		},
	};
}

/** What an operation lists. */
export interface Listing extends Entry, Partial<Pick<Operation, 'settings' | 'optionalFields'>> {
	/** What is asked for, beside Return All and Limit. */
	fields: readonly Field[];
	/** Keys that Simplify keeps, beside the ID; everything if absent. */
	simple?: readonly string[];
	list(asked: IDataObject, settings: IDataObject): List;
}

/** An operation that reads a list for each item. */
export function listing({ fields, simple, list, ...entry }: Listing): Operation {
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
		async send(session, { records, settings }) {
			const [asked = {}] = records;
			const read = await readRows(session, { ...list(asked, settings), limit: wanted(asked) });
			return [read.ok ? found(read.value) : failed(read.failure)];
		},
	};
}
