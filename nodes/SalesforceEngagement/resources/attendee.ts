import { attendee as kind } from '../kinds/attendee';
import { recordsOf } from '../records';

/** Attendees of interactions, voice calls and messaging sessions. */
export const attendee = recordsOf(kind);
