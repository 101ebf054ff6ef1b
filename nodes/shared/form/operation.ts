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
	/** Sentence case. An AI agent also reads it to choose an operation. */
	description: string;
}

/** The records of one call, with the options they share. */
export interface Batch {
	records: IDataObject[];
	/** The values of the operation's options; the same for every record of the batch. */
	options: IDataObject;
}

/** One record that is ready to be sent, with the options of its call. */
export interface ReadRecord {
	record: IDataObject;
	options: IDataObject;
}

/**
 * What recovery found out about one record whose reply was lost: its outcome, if that is proven, or otherwise the record
 * that exists now and what is known about it, so that a person need not search for it.
 */
export type Finding = { proven: Outcome } | { seen: { id: string; note: string } } | undefined;

/** The form's collection of optional fields. */
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

/** How to load the fields of an account. */
export interface AccountFieldsSource {
	/** Name of the required option that says what kind of record each item is, if the operation handles several kinds. */
	kindOption?: string;
	/**
	 * Loads the fields. Called at most once per run and kind, and only if an item needs them.
	 * @param kind value of that option; empty if the operation has none
	 */
	load(session: Session, kind: string): Promise<Result<readonly AccountField[]>>;
	/** True for keys that the vendor takes although they are no fields. */
	isFree?(key: string, isField: (name: string) => boolean): boolean;
	/** True if one unknown key makes the vendor refuse all records of the request, so unknown keys are never sent. */
	refusesUnknown?: boolean;
}

/** An operation: what the user fills in, how much is sent in one call, and what becomes of it. */
export interface Operation extends OperationEntry {
	/** The record's fields: the form shows required ones directly and the others in a collection. None if a record can only be given as JSON. */
	fields: readonly Field[];
	/** The collection's name; "Additional Fields" if absent. */
	optionalFields?: OptionalFields;
	/** `form` if the fields are not a vendor record, so they can be given only in the form and not as JSON. */
	input?: 'record' | 'form';
	/** Options of the call rather than the record. Shown under Options. */
	options?: readonly Field[];
	/** Options that must be given, shown before the record. */
	requiredOptions?: readonly Field[];
	/** What happens to keys of a JSON record that no field knows; sent if absent. */
	unknownFields?: 'send' | 'refuse';
	/** The account's metadata about the record's fields. Keys that the form does not know are checked against it and converted by it. */
	accountFields?: AccountFieldsSource;
	/** True for an update: null in a JSON record clears a field, and the form offers to clear empty fields. */
	clears?: boolean;
	/** True if the operation stores nothing. */
	reads?: boolean;
	/** For an operation that reads: whether an item has no output or fails if nothing is found for it, unless the user chooses. `none` if absent; `never` if this cannot happen. */
	nothingFound?: 'none' | 'fail' | 'never';
	/** Cuts a row down to what matters most. If present, the form offers Simplify and, to AI agents, Output. */
	simplify?: (row: IDataObject) => IDataObject;
	/** The vendor's limits for one call. */
	limits: {
		/** Maximum number of records in one call. */
		records: number;
		/** Maximum size of all records as a JSON list, in bytes. */
		bytes?: number;
		/** Maximum number of records in one call under these options, if an option lowers it. May throw InputError. */
		recordsWith?: (options: IDataObject) => number;
		/** Maximum number of records in one call of a run with this many items, if the service has a bulk interface that accepts more. Not used if the user sets a batch size. */
		recordsFor?: (options: IDataObject, items: number) => number;
	};
	/** API names of the fields that tell a person which record it is; a result starts with its ID and these. */
	names?: readonly string[];
	/** The shape of an output item, for the output schema; the fields in `names` are added. */
	returns: { [key: string]: Shape };
	/** Last step of reading, for example to move fields or to check them against each other. `timezone` is the workflow's; `context` says how the record was given. May throw InputError. */
	finish?(
		record: IDataObject,
		options: IDataObject,
		timezone: string,
		context: ReadContext,
	): IDataObject;
	/** How many batches may be under way for each parallel request, if a batch spends most of its time waiting; 1 if absent. */
	batchesPerRequest?: number;
	/**
	 * Which records an item changes: strings that are equal for the same record. A later item about a record is sent after
	 * the earlier one, and never in the same request. May throw InputError.
	 */
	identity?(record: IDataObject, options: IDataObject): string[];
	/** True if a record that several items name may share one request, which sends it once. */
	mergesRepeats?: boolean;
	/** True if there is no way to tell which records are the same, so requests are sent one after another. */
	inTurn?(options: IDataObject): boolean;
	/**
	 * Sends one batch.
	 * @returns one outcome for each record, in order
	 */
	send(session: Session, batch: SentBatch, files: Files): Promise<Outcome[]>;
	/** How to run again without writing anything twice, for a run that was stopped after a part of its writes. */
	runAgain?: string;
	/** Hints for the user at the end of a run. */
	hints?(session: Session): string[];
	/** True if the sent message must be answered before the execution continues. Accepts one item; its outcome says how long to wait. */
	awaitsResponse?: boolean;
	/** True if each item creates its own record, so a recovered record cannot count for two items. */
	creates?: boolean;
	/**
	 * Finds out what became of records whose reply was lost, if the vendor has a key for that. Uses as few requests as
	 * possible, and stops at one that fails.
	 * @param departure when the request left
	 * @returns what is known about each record, in order; undefined if nothing was found or the record cannot be looked up
	 */
	recover?(session: Session, batch: Batch, departure: Departure): Promise<readonly Finding[]>;
}

/** A batch that is being sent. */
export interface SentBatch extends Batch {
	/** Index of the input item of each record. */
	items: readonly number[];
	/** The signed address that receives the response to an operation that awaits one; n8n refuses it with other parameters. */
	resumeUrl?(parameters: Record<string, string>): string;
}

export interface Resource {
	/** Title case, singular: "Contact". */
	name: string;
	value: string;
	operations: readonly Operation[];
}

/** Everything that makes one vendor different from the others. */
export interface Vendor {
	/** Name in messages: "Zoho Bigin". */
	name: string;
	resources: readonly Resource[];
	/** Maximum number of parallel requests. */
	parallel: number;
	/** The batch size that the form proposes, which is what most requests can hold; 1 if absent. */
	batchSize?: number;
	/** Form elements before the resource, for example to choose a credential. */
	before?: readonly INodeProperties[];
	/** Reads the credential once and opens the connection that all requests of a run share. May throw. */
	connect(context: NodeContext, options: RunOptions): Promise<Session>;
}
