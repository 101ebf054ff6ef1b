/** What may go wrong on request. */
export type Fault =
	/** Answers with this status; the vendor's own error body unless another is given. */
	| {
			kind: 'status';
			status: number;
			headers?: Record<string, string>;
			body?: unknown;
			code?: string;
	  }
	/** Answers with the vendor's way of saying "too many calls". */
	| { kind: 'throttle' }
	/** Waits before the request is handled. */
	| { kind: 'latency'; millis: number }
	/** Handles the request and answers late. */
	| { kind: 'slowReply'; millis: number }
	/** Closes the connection before anything is stored. */
	| { kind: 'dropBefore' }
	/** Stores what was sent, then closes the connection without an answer. */
	| { kind: 'dropAfter' }
	/** Makes all tokens that were handed out so far invalid. */
	| { kind: 'expireTokens' }
	/** Refuses some records of the request, by position; with the vendor's own entry for such a record if one is given. */
	| { kind: 'partial'; positions: number[]; entry?: unknown }
	/** Refuses the whole request where any record of it holds this text, as a parser does that cannot read it. */
	| { kind: 'unreadable'; text: string }
	/** Stores what was sent, then answers with this text in place of the reply. */
	| {
			kind: 'malformed';
			body: 'html' | 'empty' | 'truncated' | 'wrongLength' | 'withoutStatus' | 'reordered';
	  };

export interface ArmedFault {
	fault: Fault;
	/** How many matching requests it hits; all if absent. */
	times?: number;
	/** Part of the path that a request must have; any if absent. */
	path?: string;
	/** The method that a request must have; any if absent. */
	method?: string;
	/** Matching requests to let through first. */
	skip?: number;
}

/** The faults that wait for requests. */
export class Faults {
	/** How often a fault has hit a request. */
	hits = 0;
	private armed: ArmedFault[] = [];

	arm(...faults: ArmedFault[]): void {
		this.armed.push(...faults.map((fault) => ({ ...fault })));
	}

	clear(): void {
		this.armed = [];
		this.hits = 0;
	}

	/** The faults that hit this request; each is used up by one. */
	take(path: string, method?: string): Fault[] {
		const hits: Fault[] = [];
		for (const armed of this.armed) {
			if (armed.path !== undefined && !path.includes(armed.path)) continue;
			if (armed.method !== undefined && armed.method !== method) continue;
			if (armed.skip !== undefined && armed.skip > 0) {
				armed.skip -= 1;
				continue;
			}
			if (armed.times !== undefined) {
				if (armed.times <= 0) continue;
				armed.times -= 1;
			}
			hits.push(armed.fault);
		}
		this.hits += hits.length;
		return hits;
	}
}
