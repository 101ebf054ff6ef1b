import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../../shared/base/errors';
import type { Result } from '../../../shared/base/result';
import { textOf } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { pick } from '../../../shared/form/output';
import type { Operation } from '../../../shared/form/operation';
import { remember } from '../../../shared/http/remember';
import { pathPart } from '../../../shared/http/replies';
import type { Session } from '../../../shared/http/session';
import { idOf } from '../../../shared/operations/write';
import { ID, MAX_TAGS, tagNames } from '../../fields/common';
import { customer as kind } from '../../kinds/customer';
import { notThere } from '../../records/get';
import { isInUse, readRows } from '../../records/rows';
import { objectId, shapeOf } from '../../records/shapes';
import { readOne, written } from '../../records/written';
import { isStale } from '../../replies';

/** Times that a customer is read, where somebody else has changed it in between. */
const READINGS = 3;

/**
 * Add Tags or Remove Tags. Kustomer has no such request for customers, and an update replaces the list (kustomer 2.4), so it
 * is read, and its revision has the update refused where somebody else has changed the customer meanwhile.
 */
function tagging(adds: boolean): Operation {
	const [verb, preposition] = adds ? ['Add', 'to'] : ['Remove', 'from'];
	return defineOperation({
		name: `${verb} Tags`,
		value: `${verb.toLowerCase()}Tags`,
		action: `${verb} tags ${preposition} customer`,
		description: `${verb} tags ${preposition} a customer by their names; the others stay`,
		input: 'form',
		fields: [objectId(kind), tagNames],
		limits: { records: 1 },
		returns: shapeOf(kind.simple),
		identity: idOf,
		async send(session, { records: [asked] }) {
			const ids = await idsOf(session, asked.tags, adds);
			if (!ids.ok) return [failed(ids.failure)];
			return [await change(session, asked.id, ids.value, adds)];
		},
	});
}

export const addTags = tagging(true);
export const removeTags = tagging(false);

async function change(
	session: Session,
	id: string,
	given: readonly string[],
	adds: boolean,
): Promise<Outcome> {
	const path = `/v1/customers/${pathPart(id)}`;
	for (let reading = 1; ; reading++) {
		const read = await readOne(session, path);
		if (!read.ok) return failed(read.failure);
		const row = read.value;
		if (row === undefined) return failed(notThere(kind, id));
		const known = shownTags(row.tags);
		if (known === undefined) return failed(hidden("does not show the customer's tags"));
		const isDone = adds
			? given.every((tag) => known.includes(tag))
			: !given.some((tag) => known.includes(tag));
		if (isDone) {
			const json = pick(row, ['id', ...kind.simple]);
			return { ok: true, id: String(row.id), json, unchanged: true };
		}
		const wanted = adds
			? [...new Set([...known, ...given])]
			: known.filter((tag) => !given.includes(tag));
		if (adds && wanted.length > MAX_TAGS) return failed(tooMany(wanted.length));
		const { companyId, rev } = row;
		if (typeof rev !== 'number') return failed(hidden("does not show the customer's revision"));
		const answer = await session.call({
			method: 'PATCH',
			path,
			query: { rev },
			// A customer whose update does not name its company loses it (kustomer 3.3).
			body: { tags: wanted, ...(companyId === undefined ? {} : { company: companyId }) },
			idempotent: true,
		});
		if (answer.ok || !isStale(answer.failure) || reading === READINGS)
			return written(answer, kind.simple, id);
	}
}

/**
 * The tags of a customer, none where the key is missing; undefined where they are hidden or masked, because the change would
 * then replace tags that nobody has seen. Both are a guess (kustomer 2.4 and 3.1).
 */
function shownTags(tags: unknown = []): string[] | undefined {
	const isShown = (tag: unknown): tag is string => typeof tag === 'string' && !tag.includes('*');
	return Array.isArray(tags) && tags.every(isShown) ? tags.map(comparable) : undefined;
}

/** A tag in the form in which it is compared with others: of an ID, the letters do not differ by case. */
function comparable(tag: string): string {
	return ID.form.test(tag) ? tag.toLowerCase() : tag;
}

/** The IDs of tags, which replies show in place of their names (kustomer 2.4). */
async function idsOf(
	session: Session,
	given: readonly string[],
	adds: boolean,
): Promise<Result<string[]>> {
	if (given.every((tag) => ID.form.test(tag))) return { ok: true, value: given.map(comparable) };
	// A tag may have been made a moment ago, so the list of another run does not count.
	const all = await remember(
		session,
		'tags',
		async () => await readRows(session, { path: '/v1/tags' }),
		{ fresh: true },
	);
	if (!all.ok) return all;
	const ids: string[] = [];
	for (const tag of given) {
		const found = named(all.value, tag, adds);
		if (found.length === 0) return { ok: false, failure: unknownTag(tag) };
		ids.push(...found);
	}
	return { ok: true, value: ids };
}

/** The ID of the tag to add, which is in use if it is given by its name; or those of all tags to remove, deleted ones, too. */
function named(all: readonly IDataObject[], tag: string, adds: boolean): string[] {
	const ids = all
		.filter(
			(one) =>
				comparable(String(one.id)) === comparable(tag) ||
				(one.name === tag && (!adds || isInUse(one))),
		)
		.flatMap(({ id }) => textOf(id) ?? [])
		.map(comparable);
	return adds ? ids.slice(0, 1) : ids;
}

function unknownTag(tag: string): Failure {
	return {
		message: `The organization has no tag "${tag}"`,
		description: "Check the name, letter by letter, or make the tag with 'Tag: Create' before.",
		field: 'tags',
		executed: 'no',
		input: true,
	};
}

function hidden(what: string): Failure {
	return {
		message: `Kustomer ${what} to this credential, so nothing was changed`,
		description:
			'Tags are changed as a whole list. Check that the roles of the credential let it read customers with their sensitive attributes; for more roles, make a new API key.',
		field: 'tags',
		executed: 'no',
	};
}

function tooMany(count: number): Failure {
	return {
		message: `The customer would have ${count} tags, and at most ${MAX_TAGS} are allowed`,
		description: 'Remove some of its tags before.',
		field: 'tags',
		executed: 'no',
	};
}
