import { record as kind } from '../kinds/record';
import { recordsOf } from '../records';
import { getChanges } from '../records/changes';
import { getRelated } from '../records/related';
import { undelete } from '../records/undelete';

/** Records of any object. */
export const record = recordsOf(kind, [undelete(kind), getRelated(kind), getChanges(kind)]);
