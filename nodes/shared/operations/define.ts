import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../base/result';
import type { Fields, TypedBatch } from '../form/defineOperation';
import type { ReadContext, Values } from '../form/fields';
import type { Finding, SentBatch } from '../form/operation';
import type { Session } from '../http/session';
import type { Departure } from '../http/vendorClock';
import type { ReadRecords, RecordList, RecordRead, RecordWrite, Sending } from './recordApi';
import type { Outcome } from '../base/errors';

/** A way to list records, with the types of its fields and options. */
interface TypedList<
	Asked extends Fields,
	Required extends Fields,
	Optional extends Fields,
	Options = Values<[...Required, ...Optional]>,
> extends Omit<RecordList, 'fields' | 'requiredOptions' | 'options' | 'finish' | 'rows'> {
	fields?: Asked;
	requiredOptions?: Required;
	options?: Optional;
	finish?(
		asked: Values<Asked>,
		options: Options,
		timezone: string,
		context: ReadContext,
	): IDataObject;
	rows(
		session: Session,
		asked: Values<Asked>,
		options: Options,
		limit: number | undefined,
	): Promise<Result<IDataObject[]>>;
}

/** Defines one service's way to list records. A misspelled field or option is a compile error. */
export function defineList<
	const Asked extends Fields = [],
	const Required extends Fields = [],
	const Optional extends Fields = [],
>(list: TypedList<Asked, Required, Optional>): RecordList;
export function defineList(list: RecordList): RecordList {
	return list;
}

interface TypedRead<Required extends Fields, Optional extends Fields>
	extends Omit<RecordRead, 'requiredOptions' | 'options' | 'read'> {
	requiredOptions?: Required;
	options?: Optional;
	read(
		session: Session,
		ids: readonly string[],
		options: Values<[...Required, ...Optional]>,
	): Promise<ReadRecords>;
}

/** Defines one service's way to read records. A misspelled option is a compile error. */
export function defineRead<const Required extends Fields = [], const Optional extends Fields = []>(
	read: TypedRead<Required, Optional>,
): RecordRead;
export function defineRead(read: RecordRead): RecordRead {
	return read;
}

/** A way to write records, with the types of its options. Records are untyped, because they differ by kind. */
interface TypedWrite<
	Required extends Fields,
	Optional extends Fields,
	Options = Values<[...Required, ...Optional]>,
> extends Omit<
		RecordWrite,
		'requiredOptions' | 'options' | 'finish' | 'identity' | 'inTurn' | 'send' | 'recover'
	> {
	requiredOptions?: Required;
	options?: Optional;
	finish?(
		record: IDataObject,
		options: Options,
		timezone: string,
		context: ReadContext,
	): IDataObject;
	identity?(record: IDataObject, options: Options): string[];
	inTurn?(options: Options): boolean;
	send(
		session: Session,
		batch: TypedBatch<IDataObject, Options> & Pick<SentBatch, 'items'>,
		sending: Sending,
	): Promise<Outcome[]>;
	recover?(
		session: Session,
		batch: TypedBatch<IDataObject, Options>,
		departure: Departure,
	): Promise<readonly Finding[]>;
}

/** Defines one service's way to write records. A misspelled option is a compile error. */
export function defineWrite<const Required extends Fields = [], const Optional extends Fields = []>(
	write: TypedWrite<Required, Optional>,
): RecordWrite;
export function defineWrite(write: RecordWrite): RecordWrite {
	return write;
}
