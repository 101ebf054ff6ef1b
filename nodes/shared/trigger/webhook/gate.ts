import { sleep, type IWebhookFunctions } from 'n8n-workflow';

/** An answer in JSON that a workflow has made. */
export interface GatedAnswer {
	status: number;
	/** Absent for an answer without content. */
	body?: unknown;
}

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** How often it is looked whether the answer has left; milliseconds. A timer cannot be ended, so it is short. */
const LOOK = 250;

/** Sends an answer, if none has left yet. */
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
 * Stands between n8n and the caller: whatever n8n is about to send, from the last node or from a node that responds, is turned
 * into the answer that the caller expects. After the time limit the caller gets one that says so, and what comes later is only remembered.
 * @param turn makes the answer of what n8n sends
 * @param late what the caller gets after the limit
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
	// After the limit n8n still sets the headers of its own reply, which would throw.
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
