import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../base/errors';
import type { Files } from '../formats/files';
import type { Session } from '../http/session';
import type { Departure } from '../http/vendorClock';
import type { Field, ReadContext, Values } from './fields';
import type { Finding, Operation, SentBatch } from './operation';

export type Fields = readonly Field[];

/** Records of one call, of which there is at least one, with the settings they share. */
export interface TypedBatch<Rec, Settings> {
	records: [Rec, ...Rec[]];
	settings: Settings;
}

type TypedParts =
	| 'fields'
	| 'requiredSettings'
	| 'settings'
	| 'finish'
	| 'identity'
	| 'send'
	| 'recover';

/** An operation whose records and settings have the types that follow from its fields. */
export interface TypedOperation<
	Record extends Fields,
	Required extends Fields,
	Optional extends Fields,
	Settings = Values<[...Required, ...Optional]>,
> extends Omit<Operation, TypedParts> {
	fields: Record;
	requiredSettings?: Required;
	settings?: Optional;
	finish?(
		record: Values<Record>,
		settings: Settings,
		timezone: string,
		context: ReadContext,
	): IDataObject;
	identity?(record: Values<Record>, settings: Settings): string[];
	send(
		session: Session,
		batch: TypedBatch<Values<Record>, Settings> & Pick<SentBatch, 'items' | 'resumeUrl'>,
		files: Files,
	): Promise<Outcome[]>;
	recover?(
		session: Session,
		batch: TypedBatch<Values<Record>, Settings>,
		departure: Departure,
	): Promise<readonly Finding[]>;
}

/** An operation, in which a misspelt field of a record or a setting is a compile error. */
export function defineOperation<
	const Record extends Fields,
	const Required extends Fields = [],
	const Optional extends Fields = [],
>(operation: TypedOperation<Record, Required, Optional>): Operation;
export function defineOperation(operation: Operation): Operation {
	return operation;
}
