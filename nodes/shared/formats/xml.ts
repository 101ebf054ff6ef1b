/** An element of an XML document. Its text and its child elements are kept separately, because SOAP has no mixed content. */
export interface XmlElement {
	/** Name without its prefix. */
	name: string;
	/** URI of its namespace; empty if there is none. */
	namespace: string;
	/** By name, including the prefix. */
	attributes: ReadonlyMap<string, string>;
	children: XmlElement[];
	text: string;
}

/** A document that is not well-formed, is too large, or uses what a message never needs: a document type or custom entities. */
export class XmlDefect extends Error {}

/** An element that is not closed yet. */
interface Open {
	element: XmlElement;
	qualified: string;
	namespaces: ReadonlyMap<string, string>;
}

const MOST_CHARACTERS = 20_000_000;
const MOST_ELEMENTS = 100_000;
const DEEPEST = 100;
const MOST_ATTRIBUTES = 100;
const MOST_NAMESPACES = 100;
/** One shared map: a map takes far more memory than the few characters of an element without attributes. */
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

const NAME = /[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/y;
const SPACE = /[ \t\r\n]*/y;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Reads an XML document in one pass. Only XML's five predefined entities and character references are expanded.
 * @returns the root element
 * @throws XmlDefect
 */
export function parseXml(source: string): XmlElement {
	if (source.length > MOST_CHARACTERS) throw new XmlDefect('The document is too large');
	return new Reader(source).document();
}

/** The child elements with this local name. */
export function childrenNamed({ children }: XmlElement, name: string): XmlElement[] {
	return children.filter((child) => child.name === name);
}

/** The trimmed text of the only child element with a name; undefined if there is none or more than one. */
export function textOfChild(element: XmlElement, name: string): string | undefined {
	const [first, ...others] = childrenNamed(element, name);
	return first === undefined || others.length > 0 ? undefined : first.text.trim();
}

/** Escapes text for an XML element or attribute. */
export function xmlText(value: string): string {
	return value
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;');
}

class Reader {
	private at: number;
	private root: XmlElement | undefined;
	private elements = 0;
	private readonly open: Open[] = [];

	constructor(private readonly source: string) {
		// Skip a byte order mark.
		this.at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
	}

	document(): XmlElement {
		while (this.at < this.source.length) {
			if (this.source.charAt(this.at) === '<') this.markup();
			else this.characters();
		}
		const [unclosed] = this.open;
		if (unclosed) throw new XmlDefect(`<${unclosed.qualified}> is not closed`);
		if (!this.root) throw new XmlDefect('The document is empty');
		return this.root;
	}

	private markup(): void {
		const { source, at } = this;
		if (source.startsWith('<!--', at)) this.skip('<!--', '-->');
		else if (source.startsWith('<![CDATA[', at)) this.cdata();
		else if (source.startsWith('<?', at)) this.skip('<?', '?>');
		else if (source.startsWith('<!', at)) throw new XmlDefect('A document type is not accepted');
		else if (source.startsWith('</', at)) this.endTag();
		else this.startTag();
	}

	private skip(start: string, end: string): string {
		const from = this.at + start.length;
		const to = this.source.indexOf(end, from);
		if (to < 0) throw new XmlDefect(`"${start}" has no end`);
		this.at = to + end.length;
		return this.source.slice(from, to);
	}

	private cdata(): void {
		const inside = this.skip('<![CDATA[', ']]>');
		const element = this.open.at(-1)?.element;
		if (!element) throw new XmlDefect('There is text outside of the root element');
		element.text += inside.replace(/\r\n?/g, '\n');
	}

	private characters(): void {
		const next = this.source.indexOf('<', this.at);
		const end = next < 0 ? this.source.length : next;
		const text = this.source.slice(this.at, end);
		const element = this.open.at(-1)?.element;
		if (element) element.text += decoded(text);
		else if (text.trim() !== '') throw new XmlDefect('There is text outside of the root element');
		this.at = end;
	}

	private endTag(): void {
		this.at += 2;
		const name = this.match(NAME);
		this.match(SPACE);
		this.expect('>');
		const ended = this.open.pop();
		if (ended?.qualified !== name) throw new XmlDefect(`</${name}> closes nothing`);
	}

	private startTag(): void {
		this.at += 1;
		const qualified = this.match(NAME);
		const attributes = this.attributes();
		const isEmpty = this.source.charAt(this.at) === '/';
		if (isEmpty) this.at += 1;
		this.expect('>');
		const parent = this.open.at(-1);
		if (!parent && this.root) throw new XmlDefect('There is a second root element');
		if (++this.elements > MOST_ELEMENTS) throw new XmlDefect('There are too many elements');
		const namespaces = scopeOf(parent?.namespaces ?? new Map(), attributes);
		const [name = '', prefix = ''] = qualified.split(':').reverse();
		const namespace = namespaces.get(prefix);
		if (namespace === undefined && prefix !== '')
			throw new XmlDefect(`The prefix "${prefix}" is not declared`);
		const element = { name, namespace: namespace ?? '', attributes, children: [], text: '' };
		if (parent) parent.element.children.push(element);
		else this.root = element;
		if (isEmpty) return;
		if (this.open.length >= DEEPEST) throw new XmlDefect('The elements are nested too deeply');
		this.open.push({ element, qualified, namespaces });
	}

	private attributes(): ReadonlyMap<string, string> {
		let found: Map<string, string> | undefined;
		for (;;) {
			const space = this.match(SPACE);
			const next = this.source.charAt(this.at);
			if (next === '>' || next === '/') return found ?? NO_ATTRIBUTES;
			if (space === '') throw new XmlDefect('A tag is not well-formed');
			const name = this.match(NAME);
			this.match(SPACE);
			this.expect('=');
			this.match(SPACE);
			const quote = this.source.charAt(this.at);
			if (quote !== '"' && quote !== "'") throw new XmlDefect(`"${name}" has no quoted value`);
			const value = this.skip(quote, quote);
			if (value.includes('<')) throw new XmlDefect(`"${name}" contains a "<"`);
			found ??= new Map();
			if (found.has(name)) throw new XmlDefect(`"${name}" occurs twice`);
			if (found.size >= MOST_ATTRIBUTES) throw new XmlDefect('A tag has too many attributes');
			found.set(name, decoded(value));
		}
	}

	/** Consumes and returns the text that a pattern matches here. */
	private match(pattern: RegExp): string {
		pattern.lastIndex = this.at;
		const found = pattern.exec(this.source)?.[0];
		if (found === undefined) throw new XmlDefect('A tag is not well-formed');
		this.at += found.length;
		return found;
	}

	private expect(text: string): void {
		if (!this.source.startsWith(text, this.at)) throw new XmlDefect('A tag is not well-formed');
		this.at += text.length;
	}
}

/** The namespaces in scope inside an element, by prefix. */
function scopeOf(
	outer: ReadonlyMap<string, string>,
	attributes: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
	let scope: Map<string, string> | undefined;
	for (const [name, value] of attributes) {
		if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
		scope ??= new Map(outer);
		scope.set(name.slice('xmlns:'.length), value);
		if (scope.size > MOST_NAMESPACES) throw new XmlDefect('There are too many namespaces');
	}
	return scope ?? outer;
}

function decoded(text: string): string {
	const plain = text.replace(/\r\n?/g, '\n');
	if (!plain.includes('&')) return plain;
	return plain.replace(/&(?:(#?\w{1,8});)?/g, (whole, name: string | undefined) => {
		const value = name === undefined ? undefined : characterOf(name);
		if (value === undefined) throw new XmlDefect(`"${whole}" is not known`);
		return value;
	});
}

function characterOf(name: string): string | undefined {
	const [, hex, decimal] = /^#(?:x([\da-f]+)|(\d+))$/i.exec(name) ?? [];
	if (hex === undefined && decimal === undefined)
		return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
	const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
	return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
