import type { IPollFunctions } from 'n8n-workflow';

import { simplified } from '../../shared/operations/simplify';
import { asItems, type SliceFeed } from '../../shared/trigger/feed';
import type { Trigger } from '../../shared/trigger/poll';
import { connect } from '../api';
import { VENDOR } from '../replies';
import { chosenToPoll } from './pollingForm';
import { searchFeed } from './searchFeed';

export { pollingForm, pollingSubtitle } from './pollingForm';

/** How long after its time stamp a record may become readable, in milliseconds (a guess). */
const SETTLE = 2_000;
/** How late the search may show a change, in milliseconds: five times the minute that a sample of the vendor waits (kustomer 3.6, a guess). */
const LOOKBACK = 300_000;

/** The form's values, as the engine polls by them. */
export function kustomerPolling(context: IPollFunctions): Trigger<SliceFeed> {
	const { on, kind, simplify, key } = chosenToPoll(context);
	return {
		vendor: { name: VENDOR, connect },
		key,
		settlingTime: SETTLE,
		lookback: LOOKBACK,
		// Times have milliseconds (kustomer 6).
		precision: 1,
		feed: () => searchFeed(kind, on),
		complete: async (_session, changes) =>
			await Promise.resolve(asItems(changes, simplify ? simplified(kind.simple) : undefined)),
	};
}
