import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { Failure } from '../base/errors';

/** One request to the vendor. */
export interface Call {
	method: IHttpRequestMethods;
	/** Path after the host, with its parts encoded. */
	path: string;
	query?: IDataObject;
	body?: IDataObject | IDataObject[] | Buffer;
	/** The body, if it depends on when a try leaves: given the milliseconds since the epoch. */
	bodyAt?(moment: number): IDataObject;
	headers?: IDataObject;
	/** True if the request may be repeated even after a lost reply, because a second one changes nothing more. */
	idempotent?: boolean;
	/** True if nothing is stored, whatever the method. A GET counts as a read unless this is false, and reads are idempotent. */
	reads?: boolean;
	/** True if the reply is a file, so its body is a Buffer. */
	file?: boolean;
	/** True if a success may come without JSON, because its reply is not documented. */
	anyReply?: boolean;
	/** Scheme and host, if they differ from the session's. */
	baseUrl?: string;
	/** True for a pre-signed address, so no secret of the session is sent there. */
	unsigned?: boolean;
	/** How a person finds out whether this request was carried out, if that differs from the session's way. */
	manualCheck?: string;
	/** Called as each try leaves, with the time in milliseconds since the epoch. */
	onSend?(moment: number): void;
}

/** The vendor's reply, or why there is no usable one. */
export type Answer =
	| { ok: true; status: number; headers: IDataObject; body: unknown }
	| { ok: false; failure: Failure };

/** True for a request that stores nothing. */
export function isReading({ method, reads }: Call): boolean {
	return reads ?? method === 'GET';
}
