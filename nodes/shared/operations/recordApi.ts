import type { IDataObject } from 'n8n-workflow';

import type { Failure, Outcome } from '../base/errors';
import type { Result } from '../base/result';
import type { Files } from '../formats/files';
import type { Field } from '../form/fields';
import type { Operation, SentBatch } from '../form/operation';
import type { Session } from '../http/session';
import type { Existing } from './existing';
import type { RecordKind } from './kind';

/** The parts of an operation that one service sets itself. */
type Own<Part extends keyof Operation> = Partial<Pick<Operation, Part>>;

/** What a request needs from its operation. */
export interface Sending {
	/** The fields of the operation, for their names in messages. */
	fields: readonly Field[];
	files: Files;
}

/** One service's way to write records. */
export interface RecordWrite
	extends Own<
		| 'description'
		| 'requiredOptions'
		| 'options'
		| 'accountFields'
		| 'unknownFields'
		| 'finish'
		| 'identity'
		| 'inTurn'
		| 'mergesRepeats'
		| 'batchesPerRequest'
		| 'recover'
		| 'hints'
		| 'returns'
	> {
	/** Fields in addition to those of the kind, for example the account's own. */
	fields?: readonly Field[];
	limits: Operation['limits'];
	/** @returns one outcome for each record, in order */
	send(session: Session, batch: SentBatch, sending: Sending): Promise<Outcome[]>;
}

/** Records by their ID, and why the service refused some of them; or why none of them could be read. */
export type ReadRecords =
	| { ok: true; value: Map<string, IDataObject>; refused?: ReadonlyMap<string, Failure> }
	| { ok: false; failure: Failure };

/** One service's way to read records by their ids. */
export interface RecordRead extends Own<'description' | 'requiredOptions' | 'options' | 'returns'> {
	/** Maximum number of records in one call; 1 if absent. */
	most?: number;
	/**
	 * @returns the records that exist, by their ID
	 */
	read(session: Session, ids: readonly string[], options: IDataObject): Promise<ReadRecords>;
}

/** One service's way to list or search records. */
export interface RecordList
	extends Own<
		'name' | 'description' | 'requiredOptions' | 'options' | 'optionalFields' | 'finish' | 'returns'
	> {
	/** The fields of the form, in addition to Return All and Limit. */
	fields?: readonly Field[];
	/**
	 * Reads the rows.
	 * @param limit how many rows to read; all if absent
	 */
	rows(
		session: Session,
		asked: IDataObject,
		options: IDataObject,
		limit: number | undefined,
	): Promise<Result<IDataObject[]>>;
}

/** An adapter for one service's record API, from which the operations of each kind of record are made. */
export interface RecordApi<Kind extends RecordKind = RecordKind> {
	/** The vendor's name in messages: "Zoho Bigin". */
	vendor: string;
	/** What the form calls it: "Bigin". */
	service: string;
	/** The field that identifies the record of an update, a delete or a get. Its API name is `id`. */
	id(kind: Kind): Field;
	/** The output of a write, unless an operation says otherwise. */
	returns: Operation['returns'];
	/** The output of a read. */
	shape(kind: Kind): Operation['returns'];
	/** Cuts a row down to what matters most. */
	simplify?(kind: Kind): (row: IDataObject) => IDataObject;
	create?(kind: Kind): RecordWrite;
	/** How the service reports existing records; offers If It Exists for Create. */
	existing?(kind: Kind): Omit<Existing, 'read' | 'update'>;
	update?(kind: Kind): RecordWrite;
	upsert?(kind: Kind): RecordWrite;
	delete?(kind: Kind): RecordWrite;
	get?(kind: Kind): RecordRead;
	getMany?(kind: Kind): RecordList;
	search?(kind: Kind): RecordList;
	/**
	 * Reads whole records that were just written. Offers Return Full Record.
	 * @returns the records that are there, by their id
	 */
	whole?(
		session: Session,
		kind: Kind,
		ids: readonly string[],
		options: IDataObject,
	): Promise<Result<Map<string, IDataObject>>>;
}
