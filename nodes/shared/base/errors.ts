import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

/**
 * Whether the vendor carried out a request: `no` - nothing was stored for certain, `yes` - it was stored, `unknown` - there
 * is no way to tell.
 */
export type Executed = 'no' | 'yes' | 'unknown';

/** Why a request did not succeed, in the values that n8n's NodeApiError accepts. */
export type FailureCause =
	| { cause: 'rate-limited' | 'quota-exhausted' | 'temporarily-unavailable'; retryAfterMs?: number }
	| { cause: 'credential-invalid' | 'configuration-invalid' };

/** Why one record did not succeed, for a person who reads it and for a workflow that evaluates it. */
export interface Failure {
	/** What happened, with the display name of the field to blame, if there is one; no item index. */
	message: string;
	/** What to do now, then the vendor's own code and text. */
	description?: string;
	/** HTTP status of the vendor's reply. */
	httpCode?: number;
	/** The vendor's own code. */
	code?: string;
	/** API name of the field to blame. */
	field?: string;
	/** Id of a record the failure is about, for example the one that already exists. */
	id?: string;
	/** The vendor's trace id. */
	traceId?: string;
	executed: Executed;
	cause?: FailureCause;
	/** True if the input is to blame, so the vendor was not asked. */
	input?: boolean;
	/** True if the record to read does not exist. */
	notFound?: boolean;
	/** True if a record with the same key already exists, maybe from an earlier run. */
	alreadyThere?: boolean;
	/** True if the rate limit belongs to this record or object alone, so other requests need not wait. */
	ownLimit?: boolean;
	/** True if a whole batch was refused and parts of it may be accepted. */
	splittable?: boolean;
	/** True if the vendor accepted the request but reports that it did not process this record, so only this record is sent again. */
	notCarriedOut?: boolean;
	/** True if the last try of the request was refused for certain, and `executed` is `unknown` only because of an earlier one. */
	earlierUnclear?: boolean;
}

/** True if the last try of the request was refused for certain. */
export function isRefused({ executed, earlierUnclear }: Failure): boolean {
	return executed === 'no' || earlierUnclear === true;
}

/**
 * What became of one record: one result, any number of rows that were read for it, or a failure. `lost`: the failure that
 * was known before recovery found the record. `wasThere`: the item did not create the record. `unchanged`: nor did it change
 * it. `waitTill`: when the execution stops waiting for an answer.
 */
export type Outcome =
	| {
			ok: true;
			json: IDataObject;
			id?: string;
			sharedBy?: object;
			binary?: IBinaryKeyData;
			lost?: Failure;
			wasThere?: boolean;
			unchanged?: boolean;
			waitTill?: Date;
	  }
	| { ok: true; rows: readonly IDataObject[]; unchanged?: boolean }
	| { ok: false; failure: Failure };

/** Maximum characters of a failure's texts: a vendor may send a whole page, and n8n stores the text once for each item. */
const LONGEST = {
	message: 500,
	description: 2_000,
	code: 200,
	field: 200,
	id: 200,
	traceId: 200,
} as const;

/** A copy of the failure with its texts cut to the length that a person reads. */
export function bounded(failure: Failure): Failure {
	const short: Failure = { ...failure };
	for (const key of ['message', 'description', 'code', 'field', 'id', 'traceId'] as const) {
		const text = failure[key];
		if (text !== undefined && text.length > LONGEST[key])
			short[key] = `${text.slice(0, LONGEST[key] - 3)}...`;
	}
	return short;
}

/** Bad input from the form or the item: nothing was sent. */
export class InputError extends Error {
	/**
	 * @param message what is wrong, with the field's display name in quotes
	 * @param field the field's API name
	 * @param hint what to do now
	 */
	constructor(
		message: string,
		readonly field?: string,
		readonly hint?: string,
	) {
		super(message);
	}
}

/** The failure of a record whose input could not be read. */
export function inputFailure(error: InputError): Failure {
	return {
		message: error.message,
		description: error.hint,
		field: error.field,
		executed: 'no',
		input: true,
	};
}

/** The failure when a credential cannot be used, so no request was sent. `error` needs a `message`; `hint` is the description if it has none. */
export function notConnected(vendor: string, error: unknown, hint: string): Failure {
	const { message, description } = error as { message: string; description?: string };
	return {
		message: `${vendor} could not be connected: ${message}`,
		description: description ?? hint,
		executed: 'no',
		cause: { cause: 'configuration-invalid' },
	};
}

/** The outcome of a read; zero rows become zero items. */
export function found(rows: readonly IDataObject[]): Outcome {
	return { ok: true, rows };
}

/** A failed outcome. */
export function failed(failure: Failure): Extract<Outcome, { ok: false }> {
	return { ok: false, failure };
}
