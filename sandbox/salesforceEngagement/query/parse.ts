import { tokensOf, unescaped, type Token } from './tokens';

export type Value =
	| { kind: 'text'; value: string; raw: string }
	| { kind: 'number'; value: number }
	| { kind: 'moment' | 'date'; value: number }
	| { kind: 'boolean'; value: boolean }
	| { kind: 'null'; value: null };

export type Condition =
	| { kind: 'and' | 'or'; parts: Condition[] }
	| { kind: 'not'; part: Condition }
	| { kind: 'compare'; path: string; operator: string; values: Value[] }
	| { kind: 'in'; path: string; negated: boolean; query: Query };

export type Column = { kind: 'path'; path: string } | { kind: 'query'; query: Query };

/** A query, as far as the fake org reads it. */
export interface Query {
	columns: Column[];
	count: boolean;
	all: boolean;
	object: string;
	where?: Condition;
	order: Array<{ path: string; descending: boolean }>;
	limit?: number;
	offset: number;
}

/** Reads a query of SOQL. Throws an Error that says what is wrong. */
export function parseSoql(text: string): Query {
	const tokens = tokensOf(text);
	if (!tokens) throw new Error('unexpected token');
	const parser = new Parser(tokens);
	const query = parser.query(false);
	parser.end();
	return query;
}

class Parser {
	private at = 0;

	constructor(private readonly tokens: readonly Token[]) {}

	end(): void {
		if (this.at < this.tokens.length) throw this.unexpected();
	}

	query(nested: boolean): Query {
		this.word('SELECT');
		const columns: Column[] = [];
		let count = false;
		let all = false;
		do {
			if (this.isSign('(')) {
				if (nested) throw this.unexpected();
				this.sign('(');
				columns.push({ kind: 'query', query: this.query(true) });
				this.sign(')');
			} else if (this.isWord('COUNT') && this.isSign('(', 1)) {
				this.at += 2;
				this.sign(')');
				count = true;
			} else if (this.isWord('FIELDS') && this.isSign('(', 1)) {
				this.at += 2;
				this.word('ALL');
				this.sign(')');
				all = true;
			} else columns.push({ kind: 'path', path: this.name() });
		} while (this.comma());
		this.word('FROM');
		const object = this.name();
		const where = this.taken('WHERE') ? this.condition() : undefined;
		const order: Query['order'] = [];
		if (this.taken('ORDER')) {
			this.word('BY');
			do {
				const path = this.name();
				const descending = this.taken('DESC');
				if (!descending) this.taken('ASC');
				if (this.taken('NULLS') && !this.taken('FIRST')) this.word('LAST');
				order.push({ path, descending });
			} while (this.comma());
		}
		const limit = this.taken('LIMIT') ? this.whole() : undefined;
		const offset = this.taken('OFFSET') ? this.whole() : 0;
		if (count && columns.length > 0) throw new Error('COUNT() must stand alone');
		if (all && (limit === undefined || limit > 200))
			throw new Error('The SOQL FIELDS function must have a LIMIT of at most 200');
		return { columns, count, all, object, where, order, limit, offset };
	}

	/** AND and OR stand beside each other in parentheses only, as in Salesforce. */
	private condition(): Condition {
		const parts = [this.single()];
		const word = this.isWord('AND') ? 'AND' : 'OR';
		while (this.taken(word)) parts.push(this.single());
		if (this.isWord('AND') || this.isWord('OR')) throw this.unexpected();
		const [only] = parts;
		return parts.length === 1 && only ? only : { kind: word === 'AND' ? 'and' : 'or', parts };
	}

	private single(): Condition {
		if (this.taken('NOT')) return { kind: 'not', part: this.single() };
		if (this.isSign('(')) {
			this.sign('(');
			const inner = this.condition();
			this.sign(')');
			return inner;
		}
		const path = this.name();
		const negated = this.isWord('NOT');
		if (negated) this.at += 1;
		if (negated || this.isWord('IN') || this.isWord('INCLUDES') || this.isWord('EXCLUDES')) {
			const operator = this.name().toUpperCase();
			if (negated && operator !== 'IN') throw this.unexpected();
			this.sign('(');
			if (this.isWord('SELECT')) {
				const query = this.query(true);
				this.sign(')');
				return { kind: 'in', path, negated, query };
			}
			const values = [this.value()];
			while (this.comma()) values.push(this.value());
			this.sign(')');
			return { kind: 'compare', path, operator: negated ? 'NOT IN' : operator, values };
		}
		const operator = this.isWord('LIKE') ? this.name().toUpperCase() : this.next('sign').value;
		return { kind: 'compare', path, operator, values: [this.value()] };
	}

	private value(): Value {
		const token = this.tokens[this.at];
		this.at += 1;
		switch (token?.kind) {
			case 'text':
				return { kind: 'text', value: unescaped(token.value), raw: token.value };
			case 'number':
				return { kind: 'number', value: Number(token.value) };
			case 'moment':
			case 'date':
				return { kind: token.kind, value: Date.parse(token.value) };
			case 'word':
				if (/^(true|false)$/i.test(token.value))
					return { kind: 'boolean', value: token.value.toLowerCase() === 'true' };
				if (/^null$/i.test(token.value)) return { kind: 'null', value: null };
		}
		this.at -= 1;
		throw this.unexpected();
	}

	private whole(): number {
		const { value } = this.next('number');
		if (!/^\d+$/.test(value)) throw this.unexpected();
		return Number(value);
	}

	private name(): string {
		return this.next('word').value;
	}

	private next(kind: Token['kind']): Token {
		const token = this.tokens[this.at];
		if (token?.kind !== kind) throw this.unexpected();
		this.at += 1;
		return token;
	}

	private isWord(word: string): boolean {
		const token = this.tokens[this.at];
		return token?.kind === 'word' && token.value.toUpperCase() === word;
	}

	private isSign(sign: string, ahead = 0): boolean {
		const token = this.tokens[this.at + ahead];
		return token?.kind === 'sign' && token.value === sign;
	}

	private taken(word: string): boolean {
		if (!this.isWord(word)) return false;
		this.at += 1;
		return true;
	}

	private word(word: string): void {
		if (!this.taken(word)) throw this.unexpected();
	}

	private sign(sign: string): void {
		if (!this.isSign(sign)) throw this.unexpected();
		this.at += 1;
	}

	private comma(): boolean {
		if (!this.isSign(',')) return false;
		this.at += 1;
		return true;
	}

	private unexpected(): Error {
		return new Error(`unexpected token: '${this.tokens[this.at]?.value ?? '<EOF>'}'`);
	}
}
