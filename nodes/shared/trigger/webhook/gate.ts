import { sleep, type IWebhookFunctions } from 'n8n-workflow';

/** A JSON answer that a workflow produced. */
export interface GatedAnswer {
	status: number;
	/** Absent for an answer without content. */
	body?: unknown;
}

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** How often to check whether the answer has left, in milliseconds. Short, because n8n's sleep cannot be cancelled. */
const LOOK = 250;

/** Sends an answer unless one has already left. */
export function send(response: Response, { status, body }: GatedAnswer): void {
	if (response.headersSent || response.writableEnded) return;
	response.statusCode = status;
	if (body === undefined) {
		response.end();
		return;
	}
	response.setHeader('Content-Type', 'application/json; charset=utf-8');
	response.end(JSON.stringify(body));
}

/**
 * Intercepts n8n's response: whatever n8n is about to send, from the last node or from a node that responds, is converted
 * to the answer that the caller expects. After the time limit the caller gets an answer that says so, and a later one is
 * only passed to `turn`.
 * @param turn makes the answer from what n8n sends
 * @param late the answer after the limit
 * @param limit in milliseconds
 */
export function gate(
	response: Response,
	turn: (status: number, body: unknown) => GatedAnswer,
	late: GatedAnswer,
	limit: number,
): void {
	let done = false;
	const { setHeader, setHeaders } = response;
	const pass = (body: unknown): Response => {
		if (!done) {
			done = true;
			const answer = turn(response.statusCode, body);
			if (!response.headersSent) Object.assign(response, { setHeader, setHeaders });
			send(response, answer);
		}
		return response;
	};
	response.json = pass;
	response.send = pass;
	// After the limit n8n still sets headers of its own reply, which would throw.
	response.setHeader = (name: string, value: number | string | readonly string[]) =>
		response.headersSent ? response : setHeader.call(response, name, value);
	response.setHeaders = (headers: Headers | Map<string, number | string | readonly string[]>) =>
		response.headersSent ? response : setHeaders.call(response, headers);
	void closeAt(limit, response, late);
}

async function closeAt(limit: number, response: Response, late: GatedAnswer): Promise<void> {
	const end = Date.now() + limit;
	while (!response.writableEnded && !response.destroyed) {
		const left = end - Date.now();
		if (left <= 0) {
			send(response, late);
			return;
		}
		await sleep(Math.min(LOOK, left));
	}
}
