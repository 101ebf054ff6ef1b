import { record as kind } from '../kinds/record';
import { recordsOf } from '../records';

/** Records of any object. */
export const record = recordsOf(kind);
