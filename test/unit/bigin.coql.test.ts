import { pageOf, readQuery } from '../../nodes/Bigin/resources/query/coql';
import { addTags, ADD_TAGS_IN } from '../../nodes/Bigin/resources/tag/addToRecords';

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
		expect(readQuery("\n select id\n\tfrom Contacts\r\n where Last_Name = 'A  B'\n limit 3\n").body).toBe("select id from Contacts where Last_Name = 'A  B'");
	});

	it('is asked for page by page', () => {
		expect(pageOf(readQuery(`${BODY} limit 500`), 200, 200)).toBe(`${BODY} limit 200, 200`);
	});
});

describe('The call that adds tags', () => {
	const settings = { module: 'Contacts', tags: ['VIP', 'Ski'], over_write: true };

	it('takes the form of the body, and never both', () => {
		expect(ADD_TAGS_IN).toBe('body');
		expect(addTags(settings, ['1', '2'])).toEqual({ method: 'POST', path: '/bigin/v2/Contacts/actions/add_tags', safe: false, body: { tags: [{ name: 'VIP' }, { name: 'Ski' }], ids: ['1', '2'], over_write: true } });
	});

	it('can take the form of the query', () => {
		expect(addTags(settings, ['1', '2'], 'query')).toEqual({ method: 'POST', path: '/bigin/v2/Contacts/actions/add_tags', safe: false, query: { ids: '1,2', tag_names: 'VIP,Ski', over_write: true } });
	});
});
