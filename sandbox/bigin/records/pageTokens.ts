import { createHash } from 'crypto';

import { Refused, type Call, type Json } from '../http/wire';
import { stamp } from '../state/settings';
import type { AccountState } from '../state/accountState';
import { pageOf } from './paging';

const DAY = 24 * 60 * 60 * 1000;
/** Records that tokens reach (bigin 4.1). */
const MAX_REACH = 100_000;

interface Mark {
	from: number;
	bound: string;
	until: number;
}

/** What a token is bound to: the list and all parameters but the page. */
function boundTo(call: Call): string {
	const parameters = Object.entries(call.query).filter(
		([name]) => name !== 'page' && name !== 'page_token',
	);
	return createHash('sha256')
		.update(JSON.stringify([call.params, parameters.sort()]))
		.digest('hex')
		.slice(0, 16);
}

/** A token of 256 hex digits, as Bigin's are (bigin 18). */
function write(mark: Mark): string {
	return Buffer.from(JSON.stringify(mark).padEnd(128)).toString('hex');
}

function read(token: string): Mark | undefined {
	try {
		return JSON.parse(Buffer.from(token, 'hex').toString()) as Mark;
	} catch {
		return undefined;
	}
}

/** Where a list starts, by page or by token, and what it says of the pages around (bigin 4.1). */
export class Pages {
	readonly size: number;
	readonly from: number;
	private readonly bound: string;

	constructor(
		call: Call,
		private readonly state: AccountState,
	) {
		const { page, size, from } = pageOf(call);
		this.size = size;
		this.bound = boundTo(call);
		const token = call.query.page_token;
		this.from = token === undefined ? from : this.fromToken(token, call);
		if (token === undefined && page * size > state.settings.pageTokenFrom)
			throw new Refused(
				400,
				'DISCRETE_PAGINATION_LIMIT_EXCEEDED',
				{ limit: state.settings.pageTokenFrom },
				'use a page token',
			);
		if (this.from + size > MAX_REACH)
			throw new Refused(400, 'PAGINATION_LIMIT_EXCEEDED', { limit: MAX_REACH });
	}

	info(count: number, more: boolean): Json {
		const until = this.state.millis() + DAY;
		const token = (from: number) => write({ from, bound: this.bound, until });
		const before = this.from > 0;
		return {
			page: Math.floor(this.from / this.size) + 1,
			per_page: this.size,
			count,
			more_records: more,
			next_page_token: more ? token(this.from + this.size) : null,
			previous_page_token: before ? token(Math.max(0, this.from - this.size)) : null,
			page_token_expiry: more || before ? stamp(new Date(until)) : null,
		};
	}

	private fromToken(token: string, call: Call): number {
		if (call.query.page !== undefined)
			throw new Refused(400, 'AMBIGUITY_DURING_PROCESSING', {
				param_name: 'page_token',
				ambiguity_due_to: 'page',
			});
		const mark = read(token);
		if (typeof mark?.from !== 'number')
			throw new Refused(400, 'INVALID_DATA', { param_name: 'page_token' });
		if (mark.bound !== this.bound)
			throw new Refused(400, 'TOKEN_BOUND_DATA_MISMATCH', { param_name: 'page_token' });
		if (mark.until < this.state.millis())
			throw new Refused(400, 'EXPIRED_VALUE', { param_name: 'page_token' });
		return mark.from;
	}
}
