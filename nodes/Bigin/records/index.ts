import type { Resource } from '../../shared/form/operation';
import type { RecordApi } from '../../shared/operations/recordApi';
import { recordResource } from '../../shared/operations/records';
import { simplified } from '../../shared/operations/simplify';
import { recordId } from '../fields/common';
import type { Module } from '../kinds';
import { fieldsOf } from '../metadata';
import { VENDOR } from '../replies';
import { recordsById } from './byId';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getDeleted } from './getDeleted';
import { getMany } from './getMany';
import { search } from './search';
import { simpleShape, WRITTEN } from './shapes';
import { update } from './update';
import { upsert } from './upsert';

/** What can be done with the records of every module. */
const records: RecordApi<Module> = {
	vendor: VENDOR,
	service: 'Bigin',
	id: ({ noun }) => recordId(noun),
	returns: WRITTEN,
	shape: simpleShape,
	simplify: ({ simple }) => simplified(simple),
	create,
	upsert,
	delete: remove,
	get,
	getMany,
	search,
	update,
	async whole(session, { api }, ids) {
		const fields = await fieldsOf(session, api);
		return fields.ok
			? await recordsById(
					session,
					api,
					ids,
					fields.value.map(({ apiName }) => apiName),
				)
			: fields;
	},
};

/** The resource of a module. */
export function moduleResource(module: Module): Resource {
	return recordResource(records, module, [getDeleted(module)]);
}
