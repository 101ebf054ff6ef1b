import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { Failure } from '../base/errors';

/** One request to the vendor. */
export interface Call {
	method: IHttpRequestMethods;
	/** Path from the host on, with its parts encoded. */
	path: string;
	query?: IDataObject;
	body?: IDataObject | IDataObject[] | Buffer;
	headers?: IDataObject;
	/** True where the request may be repeated even if a reply was lost: a second one changes nothing more. */
	idempotent?: boolean;
	/** True where nothing is stored, whatever the method. A GET always reads, and reads are idempotent. */
	reads?: boolean;
	/** True where the reply is a file: its body is a Buffer. */
	file?: boolean;
	/** Scheme and host, where it is not the one of the session. */
	baseUrl?: string;
	/** True for an address that is signed by itself, so that no secret of the session is sent there. */
	unsigned?: boolean;
	/** How a person finds out whether this request was carried out, where that is not the way of the session. */
	manualCheck?: string;
	/** Told of each try when it leaves; milliseconds since the epoch. */
	onSend?(moment: number): void;
}

/** What the vendor said. */
export type Answer =
	| { ok: true; status: number; headers: IDataObject; body: unknown }
	| { ok: false; failure: Failure };

/** True for a request that stores nothing. */
export function isReading({ method, reads }: Call): boolean {
	return reads ?? method === 'GET';
}
