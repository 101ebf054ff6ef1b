import { recordResource } from '../../../shared/operations/records';
import { caseKind } from '../../kinds';
import { records } from '../../records';

export const caseResource = recordResource(records, caseKind);
