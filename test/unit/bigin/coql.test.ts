import { idIn } from '../../../nodes/Bigin/fields/common';
import { pageOf, readQuery } from '../../../nodes/Bigin/resources/query/coql';
import { addTags, ADD_TAGS_IN } from '../../../nodes/Bigin/resources/tag/addToRecords';

const BODY = "select id from Contacts where Last_Name = 'A'";

describe('A COQL query', () => {
	it.each([
		['', { offset: 0, limit: undefined }],
		[' limit 5', { offset: 0, limit: 5 }],
		[' LIMIT 0', { offset: 0, limit: 0 }],
		[' limit 10, 300', { offset: 10, limit: 300 }],
		[' limit 10 , 300 ; ', { offset: 10, limit: 300 }],
		[' limit 20 offset 40', { offset: 40, limit: 20 }],
		[' Offset 40\n\tLimit 20', { offset: 40, limit: 20 }],
		[' offset 40;', { offset: 40, limit: undefined }],
	])('ends with "%s"', (end, expected) => {
		expect(readQuery(`${BODY}${end}`)).toEqual({ body: BODY, ...expected });
	});

	it.each([
		["select id from Contacts where Last_Name = 'x limit 5'"],
		["select id from Contacts where Last_Name = 'it\\'s limit 5'"],
		["select id from Contacts where Last_Name = 'two  blanks\nand a line'"],
		["select Limit_5 from Contacts where Offset_5 = 'x'"],
	])('keeps what only looks like a limit: %s', (query) => {
		expect(readQuery(query)).toEqual({ body: query, offset: 0, limit: undefined });
	});

	it('becomes one line', () => {
		expect(
			readQuery("\n select id\n\tfrom Contacts\r\n where Last_Name = 'A  B'\n limit 3\n").body,
		).toBe("select id from Contacts where Last_Name = 'A  B'");
	});

	it.each([
		['a quote that is never closed', "\\'"],
		['blanks', ' '],
		['semicolons', ';'],
		['quotes', "'"],
		['backslashes in a quote', "'\\\\"],
	])('is read at once, however much of it is %s', (_what, part) => {
		const begin = performance.now();
		for (const length of [80_000, 160_000])
			expect(readQuery(`${BODY}${part.repeat(length / part.length)}x`).body.length).toBeGreaterThan(
				BODY.length,
			);
		// Looking at each quote anew took 6 seconds for the shorter one.
		expect(performance.now() - begin).toBeLessThan(2_000);
	});

	it('keeps the blanks of a quote that is not closed', () => {
		expect(readQuery("select id  from X where a = 'b  c").body).toBe(
			"select id from X where a = 'b  c",
		);
	});

	it('is asked for page by page', () => {
		expect(pageOf(readQuery(`${BODY} limit 500`), 200, 200)).toBe(`${BODY} limit 200, 200`);
	});
});

describe('The call that adds tags', () => {
	const options = { module: 'Contacts', tags: ['VIP', 'Ski'], over_write: true };

	it('takes the form of the body, and never both', () => {
		expect(ADD_TAGS_IN).toBe('body');
		expect(addTags(options, ['1', '2'])).toEqual({
			method: 'POST',
			path: '/bigin/v2/Contacts/actions/add_tags',
			idempotent: false,
			body: { tags: [{ name: 'VIP' }, { name: 'Ski' }], ids: ['1', '2'], over_write: true },
		});
	});

	it('can take the form of the query', () => {
		expect(addTags(options, ['1', '2'], 'query')).toEqual({
			method: 'POST',
			path: '/bigin/v2/Contacts/actions/add_tags',
			idempotent: false,
			query: { ids: '1,2', tag_names: 'VIP,Ski', over_write: true },
		});
	});
});

describe("The address of a record's page", () => {
	it.each([
		[
			'https://bigin.zoho.com/bigin/org20074/Home#/contacts/2034020000000457001',
			'2034020000000457001',
		],
		[
			'https://bigin.zoho.com/bigin/org20074/Home#/contacts/2034020000000457001?tab=notes',
			'2034020000000457001',
		],
		['https://bigin.zoho.com/contacts/2034020000000457001/edit', '2034020000000457001'],
		['https://bigin.zoho.com/contacts/2034020000000457001x', undefined],
		['2034020000000457001', '2034020000000457001'],
		['ftp://bigin.zoho.com/2034020000000457001', undefined],
	])('%s holds the ID %s', (address, id) => {
		expect(idIn(address)).toBe(id);
	});

	it('is not looked through where it is longer than any address', () => {
		const begin = performance.now();
		expect(idIn(`https://bigin.zoho.com/${'123456789012345/'.repeat(6_600)}\n`)).toBeUndefined();
		// It took 10 seconds.
		expect(performance.now() - begin).toBeLessThan(2_000);
	});
});
