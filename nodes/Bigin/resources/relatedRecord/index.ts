import type { Resource } from '../../../shared/form/operation';
import { getManyRelated } from './getMany';
import { linkRecords } from './link';
import { unlinkRecords } from './unlink';

export const relatedRecord: Resource = {
	name: 'Related Record',
	value: 'relatedRecord',
	operations: [getManyRelated, linkRecords, unlinkRecords],
};
