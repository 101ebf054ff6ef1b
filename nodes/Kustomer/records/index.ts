import type { Operation, Resource } from '../../shared/form/operation';
import { getManyOperation, searchOperation } from '../../shared/operations/reading';
import { deleteOperation, updateOperation, upsertOperation } from '../../shared/operations/write';
import type { Kind } from '../kinds';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { search } from './search';
import { api, shapeOf } from './shapes';
import { update } from './update';
import { upsert } from './upsert';

/**
 * The resource of a kind of objects: what is done with all kinds, and what with this one alone.
 * The first operation is preset in the form.
 */
export function kindResource(kind: Kind, more: readonly Operation[] = []): Resource {
	const returns = shapeOf(kind.simple);
	const written = { ...api, returns };
	return {
		name: kind.name,
		value: kind.value,
		operations: [
			create(kind),
			upsertOperation(written, kind, upsert(kind)),
			deleteOperation(written, kind, remove(kind)),
			get(kind),
			getManyOperation(written, kind, getMany(kind)),
			searchOperation(written, kind, search(kind)),
			updateOperation(written, kind, update(kind)),
			...more,
		],
	};
}
