import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';

import {
	childrenNamed,
	parseXml,
	textOfChild,
	XmlDefect,
	xmlText,
	type XmlElement,
} from '../../../nodes/shared/formats/xml';

/** The content of a document, in a form that both readers can produce. */
interface Plain {
	name: string;
	text: string;
	children: Plain[];
}

const plain = ({ name, text, children }: XmlElement): Plain => ({
	name,
	text: children.length === 0 ? text : '',
	children: children.map(plain),
});

/** The same from a well-maintained parser. */
function reference(source: string): Plain {
	type Node = Record<string, unknown>;
	const parser = new XMLParser({
		preserveOrder: true,
		removeNSPrefix: true,
		parseTagValue: false,
		trimValues: false,
		ignoreDeclaration: true,
		htmlEntities: false,
	});
	const read = (node: Node): Plain => {
		const [name = ''] = Object.keys(node).filter((key) => key !== ':@');
		const inside = node[name] as Node[];
		const children = inside.filter((one) => !('#text' in one)).map(read);
		const text = inside.map((one) => String(one['#text'] ?? '')).join('');
		return { name, text: children.length === 0 ? text : '', children };
	};
	return read((parser.parse(source) as Node[])[0] ?? {});
}

const NAMES = fc.constantFrom('a', 'Id', 'sObject', 'Custom__c', 'x.y-z');
const TEXTS = fc.string({
	unit: fc.constantFrom('a', ' ', '<', '>', '&', '"', "'", 'é', '😀', '7'),
});

const { node } = fc.letrec<{ node: string; leaf: string }>((tie) => ({
	leaf: fc
		.tuple(NAMES, TEXTS)
		.map(([name, text]) => (text === '' ? `<${name}/>` : `<${name}>${xmlText(text)}</${name}>`)),
	node: fc.oneof(
		{ maxDepth: 4 },
		tie('leaf'),
		fc
			.tuple(NAMES, fc.array(tie('node'), { minLength: 1, maxLength: 4 }))
			.map(([name, children]) => `<${name}>${children.join('')}</${name}>`),
	),
}));

/** Nested elements, each of which declares its own prefixes. */
function nestedPrefixes(levels: number, each: number): string {
	const level = (number: number): string =>
		number === levels
			? ''
			: `<a${Array.from({ length: each }, (_, index) => ` xmlns:p${number}-${index}="u"`).join('')}>${level(number + 1)}</a>`;
	return level(0);
}

describe('The reader of XML', () => {
	it('reads random documents as a well-maintained parser does', () => {
		fc.assert(
			fc.property(node, (source) => {
				expect(plain(parseXml(source))).toEqual(reference(source));
			}),
			{ numRuns: 500 },
		);
	});

	it('returns any text that was escaped for it', () => {
		fc.assert(
			fc.property(TEXTS, (text) => {
				expect(parseXml(`<a>${xmlText(text)}</a>`).text).toBe(text);
			}),
		);
	});

	it('handles namespaces, attributes, sections, comments and line breaks', () => {
		const root = parseXml(
			'\uFEFF<?xml version="1.0"?>\n<!-- c -->\n<s:a xmlns:s="urn:s" xmlns="urn:d" t="1 &lt; 2" u=\'"\'>\r\n<b><![CDATA[<x> & y]]></b><s:c>&#65;&#x1F600;</s:c><b/></s:a>\n',
		);
		expect([root.name, root.namespace]).toEqual(['a', 'urn:s']);
		expect(root.attributes.get('t')).toBe('1 < 2');
		expect(root.text).toBe('\n');
		expect(childrenNamed(root, 'b').map(({ text, namespace }) => [text, namespace])).toEqual([
			['<x> & y', 'urn:d'],
			['', 'urn:d'],
		]);
		expect(textOfChild(root, 'c')).toBe('A😀');
		expect(textOfChild(root, 'b')).toBeUndefined();
	});

	it.each([
		['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
		['an entity of its own', '<a>&x;</a>'],
		['an entity by the name of a method', '<a>&toString;</a>'],
		['an ampersand alone', '<a>1 & 2</a>'],
		['a character that does not exist', '<a>&#x110000;</a>'],
		['an element that is not closed', '<a><b></a>'],
		['an end without a beginning', '<a></a></b>'],
		['two roots', '<a/><b/>'],
		['text beside the root', '<a/>text'],
		['nothing', '  '],
		['an attribute twice', '<a b="1" b="2"/>'],
		['an attribute without quotes', '<a b=1/>'],
		['an attribute with a tag', '<a b="<c>"/>'],
		['attributes that touch', '<a b="1"c="2"/>'],
		['a prefix that is not declared', '<x:a/>'],
		['a comment without end', '<a><!-- </a>'],
		['a tag without end', '<a'],
		['a name that begins with a digit', '<1a/>'],
		['more levels than any message has', `${'<a>'.repeat(101)}${'</a>'.repeat(101)}`],
		['more elements than any message has', `<a>${'<b/>'.repeat(100_000)}</a>`],
		['more prefixes at once than any message has', nestedPrefixes(2, 51)],
	])('refuses %s', (_what, source) => {
		expect(() => parseXml(source)).toThrow(XmlDefect);
	});

	it('keeps no namespaces with the elements that it returns', () => {
		const { children } = parseXml(`<a>${'<b xmlns:x="u" x:c="1"/>'.repeat(1_000)}</a>`);
		expect(children).toHaveLength(1_000);
		for (const child of children)
			expect(Object.keys(child).sort()).toEqual([
				'attributes',
				'children',
				'name',
				'namespace',
				'text',
			]);
		expect(parseXml(nestedPrefixes(2, 50)).children).toHaveLength(1);
	});

	it('refuses a document that is too large before parsing it', () => {
		expect(() => parseXml('<'.repeat(20_000_001))).toThrow('too large');
	});

	it('never accepts what a well-maintained validator refuses', () => {
		const piece = fc.constantFrom(
			'<a>',
			'</a>',
			'<b/>',
			'text',
			'&lt;',
			'&',
			'<',
			'>',
			'"',
			' x="1"',
			'<!--',
			'-->',
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
				const source = pieces.join('');
				let accepted = true;
				try {
					parseXml(source);
				} catch (error) {
					expect(error).toBeInstanceOf(XmlDefect);
					accepted = false;
				}
				if (accepted) expect(XMLValidator.validate(source)).toBe(true);
			}),
			{ numRuns: 1_000 },
		);
	});
});
