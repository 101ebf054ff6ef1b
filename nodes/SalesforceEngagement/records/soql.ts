import { ADDRESS_LENGTH, LIST_LENGTH } from '../limits';

/** A text in SOQL (salesforce-engagement 2.5): it cannot end its quotes. */
export function quoted(text: string): string {
	return `'${text
		.replace(/[\\']/g, '\\$&')
		.replace(/\n/g, '\\n')
		.replace(/\r/g, '\\r')
		.replace(/\t/g, '\\t')}'`;
}

/** A text in a pattern of LIKE, where % and _ stand for themselves. */
export function pattern(text: string, before: string, after: string): string {
	const inside = quoted(text).slice(1, -1).replace(/[%_]/g, '\\$&');
	return `'${before}${inside}${after}'`;
}

/** Texts in parts, each short enough for the address of a query. */
export function inParts(texts: readonly string[], most = Infinity): string[][] {
	const parts: string[][] = [];
	let length = Infinity;
	for (const text of texts) {
		const size = encodeURIComponent(`${text}, `).length;
		if (length + size > LIST_LENGTH || (parts.at(-1)?.length ?? 0) >= most) {
			parts.push([]);
			length = 0;
		}
		parts.at(-1)?.push(text);
		length += size;
	}
	return parts;
}

/** True where a query can stand in an address. */
export function fitsAddress(query: string): boolean {
	return query.length <= ADDRESS_LENGTH && encodeURIComponent(query).length <= ADDRESS_LENGTH;
}

/** The parts of a query. */
export interface Select {
	object: string;
	fields: readonly string[];
	/** Conditions that all must hold; each is put in parentheses. */
	where?: readonly string[];
	order?: string;
	limit?: number;
}

/** Writes a query. */
export function soql({ object, fields, where = [], order, limit }: Select): string {
	return [
		`SELECT ${fields.join(', ')} FROM ${object}`,
		where.length === 0
			? ''
			: ` WHERE ${where.length === 1 ? (where[0] ?? '') : where.map((one) => `(${one})`).join(' AND ')}`,
		order === undefined ? '' : ` ORDER BY ${order}`,
		limit === undefined ? '' : ` LIMIT ${limit}`,
	].join('');
}

/** A condition that a field has one of some values, which are written for SOQL already. */
export function isIn(field: string, values: readonly string[]): string {
	return `${field} IN (${values.join(', ')})`;
}
