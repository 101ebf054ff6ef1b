import type { IDataObject } from 'n8n-workflow';

import { lastingMemory } from '../../../shared/base/lasting';
import { accountKey } from '../../../shared/base/perAccount';
import { at, textOf } from '../../../shared/base/values';
import {
	firstOrRepeated,
	type Asked as Repeatable,
	type FirstRequest,
} from '../../../shared/trigger/webhook/repeats';
import type { CrmAnswer } from './answer';

/** How long a case of a post is known, in milliseconds: a post becomes the same case once. */
const OF_POSTS = 24 * 3_600_000;
/** A case without posts may be opened a second time on purpose, so that only a repetition at once is one. */
const WITHOUT_POSTS = 60_000;
/** Most cases that are remembered, of all workflows. */
const MOST = 5_000;

const posts = lastingMemory<FirstRequest<CrmAnswer>>(OF_POSTS, MOST);
const others = lastingMemory<FirstRequest<CrmAnswer>>(WITHOUT_POSTS, MOST);

/** A case that is asked for: the first request for it, or a repetition. */
export type Asked = Repeatable<CrmAnswer>;

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
	// What was refused may be asked for again.
	return firstOrRepeated(memory, key, ({ status }) => status < 300);
}
