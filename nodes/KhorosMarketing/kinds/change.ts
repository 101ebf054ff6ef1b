import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';

/** Refuses an update that changes nothing: its expressions yielded no value. */
export function checkChange(record: IDataObject): IDataObject {
	if (Object.keys(record).some((name) => name !== 'id')) return record;
	throw new InputError(
		'Nothing is given that could be changed',
		undefined,
		'Fill in at least one field beside the ID.',
	);
}
