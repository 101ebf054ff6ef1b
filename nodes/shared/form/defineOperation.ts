import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../base/errors';
import type { Files } from '../formats/files';
import type { Session } from '../http/session';
import type { Departure } from '../http/vendorClock';
import type { Field, ReadContext, Values } from './fields';
import type { Finding, Operation, SentBatch } from './operation';

export type Fields = readonly Field[];

/** The records of one call, at least one, with the options they share. */
export interface TypedBatch<Rec, Options> {
	records: [Rec, ...Rec[]];
	options: Options;
}

type TypedParts =
	| 'fields'
	| 'requiredOptions'
	| 'options'
	| 'finish'
	| 'identity'
	| 'send'
	| 'recover';

/** An operation whose record and option types follow from its fields. */
export interface TypedOperation<
	Record extends Fields,
	Required extends Fields,
	Optional extends Fields,
	Options = Values<[...Required, ...Optional]>,
> extends Omit<Operation, TypedParts> {
	fields: Record;
	requiredOptions?: Required;
	options?: Optional;
	finish?(
		record: Values<Record>,
		options: Options,
		timezone: string,
		context: ReadContext,
	): IDataObject;
	identity?(record: Values<Record>, options: Options): string[];
	send(
		session: Session,
		batch: TypedBatch<Values<Record>, Options> & Pick<SentBatch, 'items' | 'resumeUrl'>,
		files: Files,
	): Promise<Outcome[]>;
	recover?(
		session: Session,
		batch: TypedBatch<Values<Record>, Options>,
		departure: Departure,
	): Promise<readonly Finding[]>;
}

/** Defines an operation. A misspelled field of a record or an option is a compile error. */
export function defineOperation<
	const Record extends Fields,
	const Required extends Fields = [],
	const Optional extends Fields = [],
>(operation: TypedOperation<Record, Required, Optional>): Operation;
export function defineOperation(operation: Operation): Operation {
	return operation;
}
