import type { Operation, Resource } from '../form/operation';
import type { RecordKind } from './kind';
import type { RecordApi } from './recordApi';
import { getManyOperation, getOperation, searchOperation } from './reading';
import { createOperation, deleteOperation, updateOperation, upsertOperation } from './write';

/** The operations on one kind of record that the service's adapter offers. The first one is the default in the form. */
export function recordOperations<Kind extends RecordKind>(
	api: RecordApi<Kind>,
	kind: Kind,
): Operation[] {
	const create = api.create?.(kind);
	const upsert = api.upsert?.(kind);
	const remove = api.delete?.(kind);
	const get = api.get?.(kind);
	const getMany = api.getMany?.(kind);
	const search = api.search?.(kind);
	const update = api.update?.(kind);
	return [
		...(create ? [createOperation(api, kind, create)] : []),
		...(upsert ? [upsertOperation(api, kind, upsert)] : []),
		...(remove ? [deleteOperation(api, kind, remove)] : []),
		...(get ? [getOperation(api, kind, get)] : []),
		...(getMany ? [getManyOperation(api, kind, getMany)] : []),
		...(search ? [searchOperation(api, kind, search)] : []),
		...(update ? [updateOperation(api, kind, update)] : []),
	];
}

/**
 * The resource of one kind of records.
 * @param more operations that only this kind has
 */
export function recordResource<Kind extends RecordKind>(
	api: RecordApi<Kind>,
	kind: Kind,
	more: readonly Operation[] = [],
): Resource {
	return {
		name: kind.name,
		value: kind.value,
		operations: [...recordOperations(api, kind), ...more],
	};
}
