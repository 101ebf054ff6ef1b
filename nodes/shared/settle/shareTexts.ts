import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../base/errors';
import { isObject } from '../base/values';

/** Maximum depth to share texts at. Results are rarely nested more deeply. */
const DEEPEST = 4;

/**
 * Replies repeat texts for each record, such as who created it and when, and parsing makes a new string each time. A run
 * keeps its results until n8n has stored them, so 100,000 items would hold 30 MB of copies.
 * @returns a function that takes results one after another and makes each reuse equal strings of the previous one
 */
export function textSharing(): (outcome: Outcome) => Outcome {
	let previous: IDataObject = {};
	return (outcome) => {
		if ('json' in outcome) {
			share(outcome.json, previous, 1);
			previous = outcome.json;
		}
		return outcome;
	};
}

function share(json: IDataObject, previous: IDataObject, depth: number): void {
	for (const key in json) {
		const value = json[key];
		const known = previous[key];
		if (typeof value === 'string') {
			if (value === known) json[key] = known;
		} else if (isObject(value) && isObject(known) && depth < DEEPEST) {
			share(value, known, depth + 1);
		}
	}
}
