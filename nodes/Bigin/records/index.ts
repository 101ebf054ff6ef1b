import type { Resource } from '../../shared/form/operation';
import type { RecordApi } from '../../shared/operations/recordApi';
import { recordResource } from '../../shared/operations/records';
import { simplified } from '../../shared/operations/simplify';
import { recordId } from '../fields/common';
import type { Module } from '../kinds';
import { VENDOR } from '../replies';
import { wholeRecords } from './byId';
import { create } from './create';
import { remove } from './delete';
import { existing } from './existing';
import { get } from './get';
import { getDeleted } from './getDeleted';
import { getMany } from './getMany';
import { search } from './search';
import { simpleShape, WRITTEN } from './shapes';
import { update } from './update';
import { upsert } from './upsert';

/** The operations that every module has for its records. */
const records: RecordApi<Module> = {
	vendor: VENDOR,
	service: 'Bigin',
	id: ({ noun }) => recordId(noun),
	returns: WRITTEN,
	shape: simpleShape,
	simplify: ({ simple }) => simplified(simple),
	create,
	existing,
	upsert,
	delete: remove,
	get,
	getMany,
	search,
	update,
	whole: async (session, { api }, ids) => await wholeRecords(session, api, ids),
};

/** The resource of a module. */
export function moduleResource(module: Module): Resource {
	return recordResource(records, module, [getDeleted(module)]);
}
