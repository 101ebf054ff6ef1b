import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { lastingMemory } from '../../shared/base/lasting';
import { accountKey } from '../../shared/base/perAccount';
import type { GatedAnswer } from '../../shared/trigger/webhook/gate';
import {
	firstOrRepeated,
	type Asked,
	type FirstRequest,
} from '../../shared/trigger/webhook/repeats';
import { isSuccess } from './pushAnswer';

export type Response = ReturnType<IWebhookFunctions['getResponseObject']>;
export type AskedPush = Asked<GatedAnswer>;

/** How long we keep the outcome of a push whose answer came too late, in milliseconds. */
const LIFETIME = 24 * 3_600_000;
/** Most pushes that are remembered, of all workflows. */
const MOST = 5_000;

const memory = lastingMemory<FirstRequest<GatedAnswer>>(LIFETIME, MOST);

/** True if ShareCRM has another answer already, or no longer waits. */
export function isUnheard(response: Response): boolean {
	return response.headersSent || response.writableEnded || response.destroyed;
}

/**
 * Recognizes a created record that is pushed again because the workflow took too long: the same content, while ShareCRM does
 * not know what became of the first push. Two equal records that are answered in time are two records.
 * @param place of the workflow
 */
export function askedFor(place: string, push: IDataObject, response: Response): AskedPush {
	let unheard: boolean | undefined;
	const asked = firstOrRepeated(
		memory,
		accountKey(place, JSON.stringify(push)),
		(answer) => unheard === true && isSuccess(answer),
		// Once the answer is made, its own leaving says nothing.
		() => unheard ?? isUnheard(response),
	);
	if (!asked.first) return asked;
	return {
		first: true,
		done(answer) {
			unheard = isUnheard(response);
			asked.done(answer);
		},
	};
}
