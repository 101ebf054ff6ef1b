import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../../shared/base/result';
import { textOf } from '../../../shared/base/values';
import type { Session } from '../../../shared/http/session';
import { ID, shortId } from '../../fields/ids';
import { LIST_LENGTH } from '../../limits';
import { queryRows } from '../../records/pages';
import { inParts, isIn, quoted, soql } from '../../records/soql';

/** A person that was looked for. */
export interface Person {
	/** As it was given: an email address, a phone number or an ID. */
	given: string;
	matches: Array<{ id: string; object: string; name?: string }>;
}

/** Objects in which people are looked up; the first match wins. Standard fields of the platform, from memory. */
const SOURCES = [
	{ object: 'Contact', email: ['Email'], phone: ['Phone', 'MobilePhone'] },
	{ object: 'Lead', email: ['Email'], phone: ['Phone'] },
	{ object: 'Account', email: [], phone: ['Phone'] },
] as const;

/** How an item names a person. */
export function kindOf(given: string): 'id' | 'email' | 'phone' {
	if (given.includes('@')) return 'email';
	return ID.form.test(given) && /[A-Za-z]/.test(given) ? 'id' : 'phone';
}

/** Finds people by email or phone, one query an object for all of them; an ID is taken as it is. */
export async function findPeople(
	session: Session,
	given: readonly string[],
	options: IDataObject,
): Promise<Result<Map<string, Person>>> {
	const people = new Map<string, Person>();
	for (const one of given)
		people.set(one, {
			given: one,
			matches: kindOf(one) === 'id' ? [{ id: one, object: 'ID' }] : [],
		});
	for (const { object, ...fields } of SOURCES) {
		const open = [...people.values()].filter(({ matches }) => matches.length === 0);
		const ofKind = (kind: 'email' | 'phone') =>
			open.filter((person) => kindOf(person.given) === kind).map((person) => person.given);
		const asked = [
			...fields.email.map((field) => ({ field, values: ofKind('email') })),
			...fields.phone.map((field) => ({ field, values: ofKind('phone') })),
		].filter(({ values }) => values.length > 0);
		if (asked.length === 0) continue;
		const found = await ask(session, object, asked, options);
		if (!found.ok) return found;
		for (const person of open)
			for (const row of found.value) {
				const isMatch = asked.some(
					({ field, values }) =>
						values.includes(person.given) &&
						String(row[field] ?? '').toLowerCase() === person.given.toLowerCase(),
				);
				if (isMatch) person.matches.push({ id: String(row.Id), object, name: textOf(row.Name) });
			}
	}
	return { ok: true, value: people };
}

async function ask(
	session: Session,
	object: string,
	asked: ReadonlyArray<{ field: string; values: readonly string[] }>,
	options: IDataObject,
): Promise<Result<IDataObject[]>> {
	const rows = new Map<string, IDataObject>();
	const fields = ['Id', 'Name', ...asked.map(({ field }) => field)];
	const whole = asked.map(({ field, values }) => isIn(field, values.map(quoted))).join(' OR ');
	// If not all fit into one address, each field has a query of its own.
	const conditions =
		encodeURIComponent(whole).length <= LIST_LENGTH
			? [whole]
			: asked.flatMap(({ field, values }) =>
					inParts(values.map(quoted)).map((part) => isIn(field, part)),
				);
	for (const condition of conditions) {
		const read = await queryRows(session, soql({ object, fields, where: [condition] }), {
			options,
		});
		if (!read.ok) return read;
		for (const row of read.value) rows.set(shortId(row.Id), row);
	}
	return { ok: true, value: [...rows.values()] };
}
