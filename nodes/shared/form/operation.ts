import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Outcome } from '../base/errors';
import type { Field, ReadContext } from './fields';
import type { AccountField } from './fields/account';
import type { Files } from '../formats/files';
import type { NodeContext } from '../http/http';
import type { Result } from '../base/result';
import type { RunOptions } from '../http/runOptions';
import type { Shape } from '../base/schema';
import type { Session } from '../http/session';
import type { Departure } from '../http/vendorClock';

/** The entry of the operation dropdown. */
export interface OperationEntry {
	/** Title case, without the resource: "Create". */
	name: string;
	value: string;
	/** Sentence case, with the resource, without articles: "Create contact". */
	action: string;
	/** Sentence case; also what an AI agent reads to choose. */
	description: string;
}

/** Records that are sent in one call, with the options they share. */
export interface Batch {
	records: IDataObject[];
	/** The values of the operation's options; the same for every record of the batch. */
	options: IDataObject;
}

/** One record, ready to be sent, with the options that its call needs. */
export interface ReadRecord {
	record: IDataObject;
	options: IDataObject;
}

/**
 * What a look at the vendor's records told about one record whose reply was lost: what became of it, where that is
 * proven, or else the record that is there now and what is known of it, so that a person need not search for it.
 */
export type Finding = { proven: Outcome } | { seen: { id: string; note: string } } | undefined;

/** The form's collection of fields that need not be given. */
export interface OptionalFields {
	/** Parameter name. */
	name: string;
	displayName: string;
	/** Text of its button. */
	placeholder: string;
}

export const ADDITIONAL_FIELDS: OptionalFields = {
	name: 'additionalFields',
	displayName: 'Additional Fields',
	placeholder: 'Add Field',
};
export const UPDATE_FIELDS: OptionalFields = {
	name: 'updateFields',
	displayName: 'Update Fields',
	placeholder: 'Add Field',
};
export const FILTERS: OptionalFields = {
	name: 'filters',
	displayName: 'Filters',
	placeholder: 'Add Filter',
};

/** Where the fields of an account come from. */
export interface AccountFieldsSource {
	/** The required option that says of each item what kind of record it is, where an operation is about several. */
	kindOption?: string;
	/**
	 * Asked at most once per run and kind, and only if an item needs it.
	 * @param kind value of that option; empty if the operation has no such option
	 */
	load(session: Session, kind: string): Promise<Result<readonly AccountField[]>>;
	/** True for keys that the vendor takes although they are no fields. */
	isFree?(key: string, isField: (name: string) => boolean): boolean;
	/** True where a key that is no field has the vendor refuse all records of its request, so that none is sent. */
	refusesUnknown?: boolean;
}

/** What an operation does: what the user fills in, how much is sent in one call, and what becomes of it. */
export interface Operation extends OperationEntry {
	/** The record's fields: required ones stand up front in the form, the others in a collection. None where a record is given as JSON alone. */
	fields: readonly Field[];
	/** The collection's name; "Additional Fields" if absent. */
	optionalFields?: OptionalFields;
	/** `form` where the fields are no record of the vendor's, so that they are given in the form alone and not as JSON. */
	input?: 'record' | 'form';
	/** Choices that belong to the call and not to the record. Shown under Options. */
	options?: readonly Field[];
	/** Options that must be given and so stand up front, before the record. */
	requiredOptions?: readonly Field[];
	/** What happens to keys of a JSON record that no field knows; sent if absent. */
	unknownFields?: 'send' | 'refuse';
	/** The account's own metadata of the record's fields: keys that the form does not know are checked against it, and converted by it. */
	accountFields?: AccountFieldsSource;
	/** True where null in a JSON record empties a field, and the form offers to empty what is left blank: an update. */
	clears?: boolean;
	/** True where nothing is stored. */
	reads?: boolean;
	/** For an operation that reads: whether an item for which nothing is found has no output or fails, unless the user chooses. `none` if absent, `never` if this cannot happen. */
	nothingFound?: 'none' | 'fail' | 'never';
	/** How a row is cut down to what matters most; offers Simplify, and to AI agents Output. */
	simplify?: (row: IDataObject) => IDataObject;
	/** The vendor's limits for one call. */
	limits: {
		/** Most records in one call. */
		records: number;
		/** Most bytes of all records as a JSON list. */
		bytes?: number;
		/** Most records in one call under these options, where a option asks for fewer. */
		recordsWith?: (options: IDataObject) => number;
		/** Most records in one call of a run with so many items, where a service has a way for many that takes more; not used with a batch size of the user's. */
		recordsFor?: (options: IDataObject, items: number) => number;
	};
	/** API names of the fields that tell a person which record it is; a result leads with them, after its ID. */
	names?: readonly string[];
	/** What an item of the output holds, for the output schema; the fields of `names` are added. */
	returns: { [key: string]: Shape };
	/** Last step of reading, for example to move fields or to check them against each other; the time zone is that of the workflow, and the context says how the record was given. Throws InputError. */
	finish?(
		record: IDataObject,
		options: IDataObject,
		timezone: string,
		context: ReadContext,
	): IDataObject;
	/** How many batches may be under way for each request at once, where a batch mostly waits; 1 if absent. */
	batchesPerRequest?: number;
	/**
	 * Which records an item changes: texts that are the same for the same record. A later item about a record is sent after the
	 * earlier one, and never in the same request. Throws InputError.
	 */
	identity?(record: IDataObject, options: IDataObject): string[];
	/** True where a request sends a record once that several items name. */
	mergesRepeats?: boolean;
	/** True if nobody can tell which records are the same, so that requests are sent one after the other. */
	inTurn?(options: IDataObject): boolean;
	/**
	 * Sends one batch.
	 * @returns one outcome for each record, in order
	 */
	send(session: Session, batch: SentBatch, files: Files): Promise<Outcome[]>;
	/** True where the message that is sent has to be answered before the execution goes on; takes one item. Its outcome says until when. */
	awaitsResponse?: boolean;
	/** True where each item makes a record of its own, so that one that is found cannot answer for two. */
	creates?: boolean;
	/**
	 * Finds out what became of records whose reply was lost, where the vendor has a key for that: by as few requests as
	 * possible, and none after one that failed.
	 * @param departure when the request left
	 * @returns what is known of each record, in order; nothing where nothing was found or can be asked
	 */
	recover?(session: Session, batch: Batch, departure: Departure): Promise<readonly Finding[]>;
}

/** A batch on its way. */
export interface SentBatch extends Batch {
	/** Index of the input item that each record comes from. */
	items: readonly number[];
	/** The signed address at which an operation that awaits a response gets it; n8n refuses it with other parameters. */
	resumeUrl?(parameters: Record<string, string>): string;
}

export interface Resource {
	/** Title case, singular: "Contact". */
	name: string;
	value: string;
	operations: readonly Operation[];
}

/** All that makes one vendor differ from the others. */
export interface Vendor {
	/** Name as it stands in messages: "Zoho Bigin". */
	name: string;
	resources: readonly Resource[];
	/** Most requests that may be under way at once. */
	parallel: number;
	/** Most records that most requests can hold; the batch size that the form proposes. 1 if absent. */
	batchSize?: number;
	/** Form elements before the resource, for example the choice of a credential. */
	before?: readonly INodeProperties[];
	/** Reads the credential once and makes the connection that all requests of a run share. */
	connect(context: NodeContext, options: RunOptions): Promise<Session>;
}
