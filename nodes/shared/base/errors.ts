import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

/**
 * Whether the vendor carried a request out:
 * `no` - it is known that nothing was stored, `yes` - it was stored, `unknown` - nobody can tell.
 */
export type Executed = 'no' | 'yes' | 'unknown';

/** Why a request did not succeed, in the words n8n's NodeApiError knows. */
export type FailureCause =
	| { cause: 'rate-limited' | 'quota-exhausted' | 'temporarily-unavailable'; retryAfterMs?: number }
	| { cause: 'credential-invalid' | 'configuration-invalid' };

/** One record that did not make it, as a person and as a program can use it. */
export interface Failure {
	/** What happened, with the field's display name where one is to blame; no item index. */
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
	/** True where the input is to blame and the vendor was not asked. */
	input?: boolean;
	/** True where what was to be read is not there. */
	notFound?: boolean;
	/** True where a record with the same key is there already, maybe from an earlier run. */
	alreadyThere?: boolean;
	/** True where a rate limit was reached that belongs to this record or object alone, so that other requests need not wait. */
	ownLimit?: boolean;
	/** True where a whole batch was refused and parts of it may pass. */
	splittable?: boolean;
	/** True where the vendor took the request but says of this record that it was not carried out, so that it alone is sent again. */
	notCarriedOut?: boolean;
}

/** What became of one record: one result, any number of rows that were read for it, or a failure. `lost`: what was known before it was found again. `wasThere`: the item did not create the record. `waitTill`: until when the execution waits for an answer. */
export type Outcome =
	| {
			ok: true;
			json: IDataObject;
			id?: string;
			sharedBy?: object;
			binary?: IBinaryKeyData;
			lost?: Failure;
			wasThere?: boolean;
			waitTill?: Date;
	  }
	| { ok: true; rows: readonly IDataObject[] }
	| { ok: false; failure: Failure };

/** Most characters of a failure's texts: a vendor may send a page, and n8n stores the text once for each item. */
const LONGEST = {
	message: 500,
	description: 2_000,
	code: 200,
	field: 200,
	id: 200,
	traceId: 200,
} as const;

/** A failure whose texts are as long as a person reads. */
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

/** The failure of a record that could not even be read. */
export function inputFailure(error: InputError): Failure {
	return {
		message: error.message,
		description: error.hint,
		field: error.field,
		executed: 'no',
		input: true,
	};
}

/** The failure where a credential cannot be used, so that nothing was asked. */
export function notConnected(vendor: string, error: unknown, hint: string): Failure {
	const { message, description } = error as { message: string; description?: string };
	return {
		message: `${vendor} could not be connected: ${message}`,
		description: description ?? hint,
		executed: 'no',
		cause: { cause: 'configuration-invalid' },
	};
}

/** The outcome of a reading; no rows are no items. */
export function found(rows: readonly IDataObject[]): Outcome {
	return { ok: true, rows };
}

/** A failed outcome. */
export function failed(failure: Failure): Extract<Outcome, { ok: false }> {
	return { ok: false, failure };
}
