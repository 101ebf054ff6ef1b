import type { Resource } from '../../shared/form/operation';
import type { RecordApi } from '../../shared/operations/recordApi';
import { recordResource } from '../../shared/operations/records';
import { simplified } from '../../shared/operations/simplify';
import { recordId } from '../fields/pickers';
import { objectOf, type CrmKind } from '../kinds';
import { VENDOR } from '../replies';
import { count } from './count';
import { create } from './create';
import { existing } from './existing';
import { get, recordsById } from './get';
import { getMany } from './getMany';
import { changeOwner, lockRecord } from './ownership';
import { simpleShape } from './shapes';
import { deleteRecord, recoverRecord, voidAndDelete, voidRecord } from './states';
import { update } from './update';
import { upsert } from './upsert';

/** The operations on records of every object. */
const records: RecordApi<CrmKind> = {
	vendor: VENDOR,
	service: VENDOR,
	id: ({ noun }) => recordId(noun),
	returns: { id: 'string', traceId: 'string' },
	shape: simpleShape,
	simplify: ({ simple }) => simplified(simple),
	create,
	existing,
	upsert,
	get,
	getMany,
	update,
	whole: async (session, kind, ids, options) =>
		await recordsById(session, objectOf(kind, options), ids, {
			operatorEmployeeId: options.operatorEmployeeId,
		}),
};

/** The resource of a kind of records. */
export function crmResource(kind: CrmKind): Resource {
	return recordResource(records, kind, [
		count(kind),
		voidRecord(kind),
		deleteRecord(kind),
		voidAndDelete(kind),
		recoverRecord(kind),
		changeOwner(kind),
		lockRecord(kind, true),
		lockRecord(kind, false),
	]);
}
