import { failed, type Failure, type Outcome } from '../../../shared/base/errors';
import type { Result } from '../../../shared/base/result';
import { textOf } from '../../../shared/base/values';
import { pick } from '../../../shared/form/output';
import type { Operation } from '../../../shared/form/operation';
import { remember } from '../../../shared/http/remember';
import { pathPart } from '../../../shared/http/replies';
import type { Session } from '../../../shared/http/session';
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
	return {
		name: `${verb} Tags`,
		value: `${verb.toLowerCase()}Tags`,
		action: `${verb} tags ${preposition} customer`,
		description: `${verb} tags ${preposition} a customer by their names; the others stay`,
		input: 'form',
		fields: [objectId(kind), tagNames],
		limits: { records: 1 },
		returns: shapeOf(kind.simple),
		identity: ({ id }) => [String(id)],
		async send(session, { records: [asked = {}] }) {
			const ids = await idsOf(session, asked.tags as string[]);
			if (!ids.ok) return [failed(ids.failure)];
			return [await change(session, String(asked.id), ids.value, adds)];
		},
	};
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
		const known = Array.isArray(row.tags) ? row.tags.map(String) : [];
		const wanted = adds
			? [...new Set([...known, ...given])]
			: known.filter((tag) => !given.includes(tag));
		if (wanted.length === known.length)
			return { ok: true, id: String(row.id), json: pick(row, ['id', ...kind.simple]) };
		if (wanted.length > MAX_TAGS) return failed(tooMany(wanted.length));
		const { companyId, rev } = row;
		const answer = await session.call({
			method: 'PATCH',
			path,
			// A customer whose update does not name its company loses it (kustomer 3.3).
			body: { tags: wanted, ...(companyId === undefined ? {} : { company: companyId }) },
			...(typeof rev === 'number' ? { query: { rev }, idempotent: true } : {}),
		});
		if (answer.ok || !isStale(answer.failure) || reading === READINGS)
			return written(answer, kind.simple, id);
	}
}

/** The IDs of tags, which replies show in place of their names (kustomer 2.4). */
async function idsOf(session: Session, given: readonly string[]): Promise<Result<string[]>> {
	if (given.every((tag) => ID.form.test(tag))) return { ok: true, value: [...given] };
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
		const named = all.value.filter(({ id, name }) => name === tag || id === tag);
		// A tag may have the name of one that was deleted.
		const id = textOf((named.find(isInUse) ?? named[0])?.id);
		if (id === undefined) return { ok: false, failure: unknownTag(tag) };
		ids.push(id);
	}
	return { ok: true, value: ids };
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

function tooMany(count: number): Failure {
	return {
		message: `The customer would have ${count} tags, and at most ${MAX_TAGS} are allowed`,
		description: 'Remove some of its tags before.',
		field: 'tags',
		executed: 'no',
	};
}
