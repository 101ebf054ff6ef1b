import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../base/errors';
import { isObject } from '../base/values';

/** Results are nested less deeply; what is deeper stays as it is. */
const DEEPEST = 4;

/**
 * Replies repeat texts for each record, such as who created it and when, and each time they are read as a new text.
 * A run keeps its results until n8n has stored them, so 100,000 items would hold 30 MB of copies.
 * @returns takes results one after another, and lets each hold the texts of the one before it where they are equal
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
