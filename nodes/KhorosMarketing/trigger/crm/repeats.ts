import type { IDataObject } from 'n8n-workflow';

import { lastingMemory } from '../../../shared/base/lasting';
import { accountKey } from '../../../shared/base/perAccount';
import { at, textOf } from '../../../shared/base/values';
import type { CrmAnswer } from './answer';

/** How long a case of a post is known, in milliseconds: a post becomes the same case once. */
const OF_POSTS = 24 * 3_600_000;
/** A case without posts may be opened a second time on purpose, so that only a repetition at once is one. */
const WITHOUT_POSTS = 60_000;
/** Most cases that are remembered, of all workflows. */
const MOST = 5_000;

/** How long a first request may be under way; after that its workflow is taken for lost. */
const UNDER_WAY = 15 * 60_000;

interface Entry {
	answer: Promise<CrmAnswer>;
	since: number;
	answered?: true;
}

const posts = lastingMemory<Entry>(OF_POSTS, MOST);
const others = lastingMemory<Entry>(WITHOUT_POSTS, MOST);

/** A case that is asked for: the first request for it, or a repetition. */
export type Asked =
	| { first: true; done(answer: CrmAnswer): void }
	| { first: false; answer: Promise<CrmAnswer> };

/**
 * Recognizes a createCase that is repeated: the same customer, title and posts (khoros-marketing 8.0). It is known to this
 * process of n8n alone.
 * @param place of the workflow
 */
export function askedFor(place: string, body: IDataObject): Asked {
	const { interactions } = body;
	const ids = (Array.isArray(interactions) ? interactions : [])
		.map((one) =>
			`${textOf(at(one, 'service')) ?? ''}:${textOf(at(one, 'serviceId')) ?? ''}`.toLowerCase(),
		)
		.sort();
	const memory = ids.length > 0 ? posts : others;
	const key = accountKey(place, textOf(body.customerId), textOf(body.title), ...ids);
	const known = memory.get(key);
	if (known !== undefined && (known.answered || Date.now() - known.since < UNDER_WAY))
		return { first: false, answer: known.answer };
	let resolve: (answer: CrmAnswer) => void = () => undefined;
	const entry: Entry = {
		since: Date.now(),
		answer: new Promise((settled) => {
			resolve = settled;
		}),
	};
	memory.set(key, entry);
	return {
		first: true,
		done(answer) {
			resolve(answer);
			entry.answered = true;
			// What was refused may be asked for again.
			if (answer.status >= 300) memory.delete(key);
		},
	};
}
