import { Refused } from '../http/wire';
import { tokensOf, type Token } from './coqlTokens';

/** A condition of a query, or several joined. */
export type Where =
	| { join: 'and' | 'or'; left: Where; right: Where }
	| { column: string; operator: string; negated: boolean; values: string[] };

export interface Select {
	columns: string[];
	module: string;
	where: Where;
	order: Array<{ column: string; descending: boolean }>;
	offset: number;
	limit: number;
}

const SIGNS: Record<string, [operator: string, negated: boolean]> = {
	'=': ['equal', false],
	'!=': ['equal', true],
	'<>': ['equal', true],
	'>': ['greater_than', false],
	'>=': ['greater_equal', false],
	'<': ['less_than', false],
	'<=': ['less_equal', false],
};

/** Reads: select columns from module where conditions [order by …] [limit …] [offset …] (bigin 4.8). */
class Parser {
	private at = 0;
	private readonly tokens: Token[];

	constructor(query: string) {
		this.tokens = tokensOf(query);
	}

	select(): Select {
		this.word('select');
		const columns = [this.name()];
		while (this.takes(',')) columns.push(this.name());
		this.word('from');
		const module = this.name();
		this.word('where');
		const where = this.either();
		const order = this.takes('order') ? this.order() : [];
		const [offset, limit] = this.limits();
		if (this.at < this.tokens.length) this.fail();
		return { columns, module, where, order, offset, limit };
	}

	private order(): Select['order'] {
		this.word('by');
		const order: Select['order'] = [];
		do {
			const column = this.name();
			const descending = this.takes('desc');
			if (!descending) this.takes('asc');
			order.push({ column, descending });
		} while (this.takes(','));
		return order;
	}

	private limits(): [offset: number, limit: number] {
		let [offset, limit] = [0, 200];
		if (this.takes('limit')) {
			limit = this.count();
			if (this.takes(',')) [offset, limit] = [limit, this.count()];
		}
		if (this.takes('offset')) offset = this.count();
		return [offset, limit];
	}

	private either(): Where {
		let left = this.both();
		while (this.takes('or')) left = { join: 'or', left, right: this.both() };
		return left;
	}

	private both(): Where {
		let left = this.condition();
		while (this.takes('and')) left = { join: 'and', left, right: this.condition() };
		return left;
	}

	private condition(): Where {
		if (this.takes('(')) {
			const inner = this.either();
			this.word(')');
			return inner;
		}
		const column = this.name();
		const sign = SIGNS[this.peek()];
		if (sign) {
			this.at += 1;
			return { column, operator: sign[0], negated: sign[1], values: [this.value()] };
		}
		if (this.takes('is')) {
			const negated = this.takes('not');
			this.word('null');
			return { column, operator: 'empty', negated, values: [] };
		}
		const negated = this.takes('not');
		if (this.takes('like')) return { column, operator: 'like', negated, values: [this.value()] };
		if (this.takes('in')) return { column, operator: 'in', negated, values: this.values() };
		if (!this.takes('between')) this.fail();
		const low = this.value();
		this.word('and');
		return { column, operator: 'between', negated, values: [low, this.value()] };
	}

	private values(): string[] {
		this.word('(');
		const values = [this.value()];
		while (this.takes(',')) values.push(this.value());
		this.word(')');
		return values;
	}

	private value(): string {
		const token = this.tokens[this.at++];
		if (token === undefined || token.kind === 'sign') this.fail();
		if (token.kind === 'word' && token.text !== 'true' && token.text !== 'false') this.fail();
		return token.text;
	}

	private count(): number {
		const token = this.tokens[this.at++];
		if (token?.kind !== 'number' || !/^\d+$/.test(token.text)) this.fail();
		return Number(token.text);
	}

	private name(): string {
		const token = this.tokens[this.at++];
		if (token?.kind !== 'word') this.fail();
		return token.raw;
	}

	private peek(): string {
		const token = this.tokens[this.at];
		return token === undefined || token.kind === 'text' ? '' : token.text;
	}

	private takes(text: string): boolean {
		if (this.peek() !== text) return false;
		this.at += 1;
		return true;
	}

	private word(text: string): void {
		if (!this.takes(text)) this.fail();
	}

	private fail(): never {
		throw new Refused(400, 'SYNTAX_ERROR', {
			near: this.tokens[Math.min(this.at, this.tokens.length) - 1]?.raw ?? '',
		});
	}
}

export function parseSelect(query: string): Select {
	return new Parser(query).select();
}
