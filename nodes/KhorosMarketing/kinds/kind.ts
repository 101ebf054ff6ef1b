import type { Shape } from '../../shared/base/schema';
import type { RecordKind } from '../../shared/operations/kind';
import type { ObjectType } from '../metadata';

/** A kind of record of the Custom CRM API. */
export interface CrmKind extends RecordKind {
	api: ObjectType;
	/** What a record holds, beside the fields that the CRM has added. */
	shape: { [key: string]: Shape };
}
