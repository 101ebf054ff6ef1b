import { conversation as kind } from '../../kinds/conversation';
import { kindResource } from '../../records';
import { updateInBulk } from '../../records/bulk';
import { createBulk } from './createBulk';

export const conversation = kindResource(kind, [createBulk, updateInBulk(kind)]);
