import type { IDataObject } from 'n8n-workflow';

import { at, textOf } from '../../../shared/base/values';
import type { Call, Session } from '../../../shared/http/session';
import { flawsOf, type Flaw } from '../../kinds/flaws';
import { operationOf, type OperationName } from '../../kinds/contract';

/** One point of the contract, as it is told. */
export interface Point {
	/** What is checked. */
	point: string;
	operation: OperationName;
	/** Method and path. */
	request: string;
	/** `advice`: the contract leaves it open, but Khoros or its agents are better off. */
	result: 'ok' | 'broken' | 'advice' | 'not checked';
	/** What is wrong. */
	details: string;
	status: number | null;
	milliseconds: number;
}

/** What came back. */
export interface Reply {
	/** 0 where nothing came. */
	status: number;
	body: unknown;
	/** Why it was no success. */
	text?: string;
	request: string;
	milliseconds: number;
}

/** Sends the requests of a check, and notes each point. */
export class Probe {
	readonly points: Point[] = [];

	constructor(
		private readonly session: Session,
		private readonly headers: IDataObject,
	) {}

	/** Sends one request of an operation. */
	async send(
		name: OperationName,
		values: { id?: string; body?: IDataObject; headers?: IDataObject } = {},
	): Promise<Reply> {
		const { method = 'GET', path = '' } = operationOf(name) ?? {};
		const call: Call = {
			method,
			path: path.replace(/:\w+/, encodeURIComponent(values.id ?? '')),
			body: values.body,
			headers: { ...this.headers, ...values.headers },
		};
		const start = Date.now();
		const answer = await this.session.call(call);
		const milliseconds = Date.now() - start;
		const request = `${call.method} ${call.path}`;
		return answer.ok
			? { status: answer.status, body: answer.body, request, milliseconds }
			: {
					status: answer.failure.httpCode ?? 0,
					body: undefined,
					text: answer.failure.message,
					request,
					milliseconds,
				};
	}

	/** Notes a point. */
	note(
		operation: OperationName,
		point: string,
		reply: Pick<Reply, 'request'> & Partial<Reply>,
		wrong: string | undefined,
		weight: 'broken' | 'advice' | 'not checked' = 'broken',
	): boolean {
		this.points.push({
			point,
			operation,
			request: reply.request,
			result: wrong === undefined ? 'ok' : weight,
			details: wrong ?? '',
			status: reply.status ?? null,
			milliseconds: reply.milliseconds ?? 0,
		});
		return wrong === undefined;
	}

	/**
	 * Checks the status and the form of a success.
	 * @returns the body, if it can be gone on with
	 */
	success(
		operation: OperationName,
		reply: Reply,
		statuses: readonly number[],
		flaws: (body: unknown) => Flaw[] = () => [],
	): unknown {
		const { answers } = operationOf(operation) ?? { answers: 'case' as const };
		const good = reply.text === undefined && reply.status >= 200 && reply.status < 300;
		this.note(
			operation,
			`answers with ${statuses.join(' or ')}`,
			reply,
			good && statuses.includes(reply.status)
				? undefined
				: (reply.text ?? `it answered with ${reply.status}`),
			good ? 'advice' : 'broken',
		);
		if (!good || reply.status === 204) return undefined;
		const found = [...flawsOf(answers, reply.body), ...flaws(reply.body)];
		this.note(operation, 'answers with all required fields, each of its type', reply, said(found));
		return reply.body;
	}

	/** Checks that a request is refused with one of these. */
	refusal(
		operation: OperationName,
		point: string,
		reply: Reply,
		statuses: readonly number[],
	): void {
		this.note(
			operation,
			point,
			reply,
			statuses.includes(reply.status)
				? undefined
				: `it answered with ${reply.status === 0 ? 'nothing' : reply.status}, expected ${statuses.join(' or ')}`,
			reply.status >= 200 && reply.status < 300 ? 'broken' : 'advice',
		);
	}

	/** Notes an operation that could not be asked for. */
	skip(operation: OperationName, why: string): void {
		const { method = '', path = '' } = operationOf(operation) ?? {};
		this.note(operation, 'is asked for', { request: `${method} ${path}` }, why, 'not checked');
	}
}

/** All flaws in one text; undefined if there are none. */
function said(flaws: readonly Flaw[]): string | undefined {
	return flaws.length === 0
		? undefined
		: flaws.map(({ field, text }) => `'${field}' ${text}`).join('; ');
}

/** The ID of a record; a number is read, too, and is told as a flaw. */
export function idIn(body: unknown): string | undefined {
	return textOf(at(body, 'id'));
}
