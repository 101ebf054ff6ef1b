import { Refused } from '../http/wire';
import type { AccountState } from '../state/accountState';
import { columnOf, literal, type Column } from './column';
import { isOrdered, isText, test, type Scalar, type Test } from './condition';

/** Most conditions of a search (bigin 4.7). */
const MAX_CONDITIONS = 10;
/** Not searchable, though it is a field (bigin 4.7). */
const UNSEARCHABLE = new Set(['Sub_Pipeline']);

const ORDERED = ['between', 'greater_than', 'greater_equal', 'less_than', 'less_equal'];
/** Negations and the words that texts are compared by. */
const HOW: Record<string, { how: string; negated?: boolean }> = {
	equals: { how: 'equal' },
	not_equal: { how: 'equal', negated: true },
	...Object.fromEntries(['starts_with', 'in', ...ORDERED].map((name) => [name, { how: name }])),
};

function allowed(column: Column, operator: string): boolean {
	if (operator === 'equals' || operator === 'not_equal') return true;
	if (operator === 'starts_with') return isText(column.kind);
	return ORDERED.includes(operator)
		? isOrdered(column.kind)
		: operator === 'in' && column.kind !== 'boolean';
}

/** Cuts a text at commas that no backslash stands before. */
function parts(text: string): string[] {
	const result = [''];
	for (let index = 0; index < text.length; index++) {
		const char = text[index] ?? '';
		if (char === '\\') result[result.length - 1] += text[++index] ?? '';
		else if (char === ',') result.push('');
		else result[result.length - 1] += char;
	}
	return result;
}

/** Reads the criteria of a search: (Field:operator:value), joined by and / or, with brackets around (bigin 4.7). */
class Parser {
	private at = 0;
	private conditions = 0;

	constructor(
		private readonly text: string,
		private readonly state: AccountState,
		private readonly module: string,
	) {}

	parse(): Test {
		const result = this.sequence();
		this.space();
		if (this.at < this.text.length) this.fail();
		return result;
	}

	private sequence(): Test {
		let left = this.term();
		for (;;) {
			const word = this.word();
			if (word === undefined) return left;
			const [first, second] = [left, this.term()];
			left =
				word === 'and' ? (row) => first(row) && second(row) : (row) => first(row) || second(row);
		}
	}

	private term(): Test {
		this.space();
		if (this.text[this.at] !== '(') this.fail();
		this.at += 1;
		this.space();
		const result = this.text[this.at] === '(' ? this.sequence() : this.condition();
		this.space();
		if (this.text[this.at] !== ')') this.fail();
		this.at += 1;
		return result;
	}

	/** A condition up to its closing bracket; brackets within a value have a backslash before them. */
	private condition(): Test {
		const start = this.at;
		while (this.at < this.text.length && this.text[this.at] !== ')') {
			if (this.text[this.at] === '(') this.fail();
			this.at += this.text[this.at] === '\\' ? 2 : 1;
		}
		const [, name, operator, value] =
			/^([^:]+):([^:]+):(.*)$/s.exec(this.text.slice(start, this.at)) ?? [];
		if (name === undefined || operator === undefined || value === undefined || value === '')
			this.fail();
		if (++this.conditions > MAX_CONDITIONS)
			throw new Refused(400, 'LIMIT_EXCEEDED', { param_name: 'criteria', limit: MAX_CONDITIONS });
		return this.build(name, operator, value);
	}

	private build(name: string, operator: string, value: string): Test {
		const column = UNSEARCHABLE.has(name) ? undefined : columnOf(this.state, this.module, name);
		if (!column)
			throw new Refused(400, 'INVALID_QUERY', {
				api_name: name,
				reason: 'the field is not available for search',
			});
		const how = HOW[operator];
		if (!how || !allowed(column, operator))
			throw new Refused(400, 'INVALID_QUERY', {
				api_name: name,
				operator,
				reason: 'invalid operator found',
			});
		const several = operator === 'in' || operator === 'between';
		const cut = parts(value);
		const texts = several ? cut : [cut.join(',')];
		const given = texts.map((text) => literal(column.kind, text));
		if (given.includes(undefined) || (operator === 'between' && given.length !== 2))
			throw new Refused(400, 'INVALID_QUERY', { api_name: name, value, reason: 'invalid value' });
		const byWords = operator === 'equals' && (column.kind === 'text' || column.kind === 'textarea');
		return test(column, byWords ? 'words' : how.how, given as Scalar[], how.negated);
	}

	private word(): string | undefined {
		const match = /^\s*(and|or)\b\s*/i.exec(this.text.slice(this.at));
		this.at += match?.[0].length ?? 0;
		return match?.[1]?.toLowerCase();
	}

	private space(): void {
		while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
	}

	private fail(): never {
		throw new Refused(400, 'INVALID_QUERY', {
			reason: 'criteria cannot be read',
			position: this.at,
		});
	}
}

export function criteriaTest(state: AccountState, module: string, text: string): Test {
	return new Parser(text, state, module).parse();
}
