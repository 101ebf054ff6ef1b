import type { IDataObject } from 'n8n-workflow';

import type { Failure, Outcome } from '../base/errors';
import type { Result } from '../base/result';
import type { Files } from '../formats/files';
import type { Field } from '../form/fields';
import type { Operation, SentBatch } from '../form/operation';
import type { Session } from '../http/session';
import type { Existing } from './existing';
import type { RecordKind } from './kind';

/** What an operation of one service has by itself, beside what all services have in common. */
type Own<Part extends keyof Operation> = Partial<Pick<Operation, Part>>;

/** What a request needs to know of its operation. */
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
		| 'returns'
	> {
	/** Fields beside those of the kind, for example the account's own ones. */
	fields?: readonly Field[];
	limits: Operation['limits'];
	/** @returns one outcome for each record, in order */
	send(session: Session, batch: SentBatch, sending: Sending): Promise<Outcome[]>;
}

/** Records by their id, and why the service refused to give out single ones; or why none of them came. */
export type ReadRecords =
	| { ok: true; value: Map<string, IDataObject>; refused?: ReadonlyMap<string, Failure> }
	| { ok: false; failure: Failure };

/** One service's way to read records by their ids. */
export interface RecordRead extends Own<'description' | 'requiredOptions' | 'options' | 'returns'> {
	/** Most records of one call; 1 if absent. */
	most?: number;
	/** @returns the records that are there, by their id */
	read(session: Session, ids: readonly string[], options: IDataObject): Promise<ReadRecords>;
}

/** One service's way to list or search records. */
export interface RecordList
	extends Own<
		'name' | 'description' | 'requiredOptions' | 'options' | 'optionalFields' | 'finish' | 'returns'
	> {
	/** What is asked for, beside Return All and Limit. */
	fields?: readonly Field[];
	/**
	 * Reads the rows.
	 * @param limit how many rows are wanted; all if absent
	 */
	rows(
		session: Session,
		asked: IDataObject,
		options: IDataObject,
		limit: number | undefined,
	): Promise<Result<IDataObject[]>>;
}

/** One service's API of records: a small adapter, from which the operations of each kind are made. */
export interface RecordApi<Kind extends RecordKind = RecordKind> {
	/** The vendor's name in messages: "Zoho Bigin". */
	vendor: string;
	/** What the form calls it: "Bigin". */
	service: string;
	/** The field that names the record of an update, a deletion, a reading. Its API name is `id`. */
	id(kind: Kind): Field;
	/** What a written record gives out, where an operation does not say otherwise. */
	returns: Operation['returns'];
	/** What a read record gives out. */
	shape(kind: Kind): Operation['returns'];
	/** Cuts a row down to what matters most. */
	simplify?(kind: Kind): (row: IDataObject) => IDataObject;
	create?(kind: Kind): RecordWrite;
	/** How records that are there already are told; offers If It Exists for Create. */
	existing?(kind: Kind): Omit<Existing, 'read' | 'update'>;
	update?(kind: Kind): RecordWrite;
	upsert?(kind: Kind): RecordWrite;
	delete?(kind: Kind): RecordWrite;
	get?(kind: Kind): RecordRead;
	getMany?(kind: Kind): RecordList;
	search?(kind: Kind): RecordList;
	/**
	 * Reads the records that were just written, whole. Offers Return Full Record.
	 * @returns the records that are there, by their id
	 */
	whole?(
		session: Session,
		kind: Kind,
		ids: readonly string[],
		options: IDataObject,
	): Promise<Result<Map<string, IDataObject>>>;
}
