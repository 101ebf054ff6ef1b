import { conversation } from '../../kinds/conversation';
import { createInBulk } from '../../records/bulk';
import { recover } from './recover';

/** Create in Bulk: what became of conversations whose reply was lost is found out by the newest ones. */
export const createBulk = createInBulk(conversation, { recover });
