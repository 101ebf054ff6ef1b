import { topic as kind } from '../kinds/topic';
import { recordsOf } from '../records';

/** Topics of interactions, voice calls and messaging sessions. */
export const topic = recordsOf(kind);
