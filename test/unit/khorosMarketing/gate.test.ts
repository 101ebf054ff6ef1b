import { sleep } from 'n8n-workflow';

import { gate, send } from '../../../nodes/shared/trigger/webhook/gate';

const LATE = { status: 500, body: { error: 'timeout' } };

/** A response, as far as a gate uses it. */
function response() {
	const made = {
		statusCode: 200,
		headersSent: false,
		writableEnded: false,
		destroyed: false,
		headers: {} as Record<string, unknown>,
		sent: undefined as string | undefined,
		setHeader(name: string, value: unknown) {
			if (made.headersSent) throw new Error('headers are sent');
			made.headers[name] = value;
			return made;
		},
		setHeaders() {
			if (made.headersSent) throw new Error('headers are sent');
			return made;
		},
		end(body?: string) {
			made.headersSent = true;
			made.writableEnded = true;
			made.sent = body ?? '';
			return made;
		},
		json: (body: unknown): unknown => body,
		send: (body: unknown): unknown => body,
	};
	return made;
}

describe('The gate before Khoros', () => {
	it('turns what n8n sends into an answer, once', () => {
		const made = response();
		const seen: unknown[] = [];
		gate(
			made as never,
			(status, body) => {
				seen.push([status, body]);
				return { status: 201, body: { id: '1' } };
			},
			LATE,
			60_000,
		);
		made.statusCode = 200;
		made.json([{ id: 1 }]);
		made.send('again');
		expect(seen).toEqual([[200, [{ id: 1 }]]]);
		expect([made.statusCode, made.sent]).toEqual([201, '{"id":"1"}']);
		expect(made.headers['Content-Type']).toContain('application/json');
	});

	it('answers after the limit, and lets what comes later be remembered without harm', async () => {
		const made = response();
		let late: unknown;
		gate(
			made as never,
			(_status, body) => {
				late = body;
				return { status: 201, body };
			},
			LATE,
			1,
		);
		for (let looks = 0; made.sent === undefined && looks < 1_000; looks++) await sleep(1);
		expect([made.statusCode, made.sent]).toEqual([500, '{"error":"timeout"}']);
		made.setHeaders();
		made.setHeader('x', 1);
		made.json({ id: '1' });
		expect(late).toEqual({ id: '1' });
		expect(made.sent).toBe('{"error":"timeout"}');
	});

	it('sends an answer without content', () => {
		const made = response();
		send(made as never, { status: 204 });
		expect([made.statusCode, made.sent]).toEqual([204, '']);
	});
});
