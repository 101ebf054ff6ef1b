import { recordResource } from '../../../shared/operations/records';
import { customerKind } from '../../kinds';
import { customerRecords } from '../../records';
import { bestMatch } from './bestMatch';
import { getCases } from './getCases';

export const customerResource = recordResource(customerRecords, customerKind, [
	bestMatch,
	getCases,
]);
