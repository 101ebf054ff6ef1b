import { codeOf, useClient, type Json, type Reply } from './sandboxClient';

const client = useClient();
const { call, add } = client;
const names = ({ body }: Reply) => body.data.map(({ Last_Name: name }) => name).sort();
const search = async (criteria: string, module = 'Contacts') =>
	await call('GET', `/${module}/search`, undefined, { params: { criteria } });
const coql = async (query: string) => await call('POST', '/coql', { select_query: query });

const PEOPLE: Json[] = [
	{
		Last_Name: 'Smith',
		First_Name: 'Ann',
		Email: 'ann@example.com',
		Mobile: '+1 (555) 12',
		Title: 'HR Director',
		Score: 1,
		Newsletter: true,
		Customer_Since: '2025-01-01',
		Interests: ['Ski'],
	},
	{
		Last_Name: 'Smith Jones',
		Email: 'sj@example.com',
		Title: 'HR, (interim)',
		Score: 5,
		Newsletter: false,
		Customer_Since: '2025-06-01',
	},
	{ Last_Name: 'Brown', Title: 'Sales', Score: 9, Customer_Since: '2026-01-01', Segment: 'A' },
];

describe("Bigin's fake server searches", () => {
	it.each<[string, string[]]>([
		['(Last_Name:equals:Smith)', ['Smith', 'Smith Jones']],
		['(Last_Name:equals:jones smith)', ['Smith Jones']],
		['(Last_Name:not_equal:Smith)', ['Brown', 'Smith Jones']],
		['((Last_Name:equals:Smith)and(Title:starts_with:HR D))', ['Smith']],
		[
			'((Last_Name:equals:Brown)or((Score:greater_than:1)and(Score:less_equal:5)))',
			['Brown', 'Smith Jones'],
		],
		['(Title:equals:HR\\, \\(interim\\))', ['Smith Jones']],
		['(Title:in:Sales,HR\\, \\(interim\\))', ['Brown', 'Smith Jones']],
		['(Score:between:5,9)', ['Brown', 'Smith Jones']],
		['(Customer_Since:greater_equal:2025-06-01)', ['Brown', 'Smith Jones']],
		['(Modified_Time:less_than:2026-03-01T11:00:01+01:00)', ['Brown', 'Smith', 'Smith Jones']],
		['(Newsletter:equals:true)', ['Smith']],
		['(Interests:in:Safari,Ski)', ['Smith']],
	])('by %s', async (criteria, expected) => {
		await add('Contacts', ...PEOPLE);
		expect(names(await search(criteria))).toEqual(expected);
	});

	it.each([
		['(Last_Name:contains:Smi)', 'INVALID_QUERY'],
		['(Shoe_Size:equals:4)', 'INVALID_QUERY'],
		['(Score:starts_with:4)', 'INVALID_QUERY'],
		['(Title:greater_than:a)', 'INVALID_QUERY'],
		['(Score:equals:many)', 'INVALID_QUERY'],
		['(Modified_Time:greater_than:2026-03-01T10:00:00Z)', 'INVALID_QUERY'],
		['(Title:equals:HR (interim))', 'INVALID_QUERY'],
		['(Last_Name:equals:A', 'INVALID_QUERY'],
		['Last_Name:equals:A', 'INVALID_QUERY'],
		[`(${Array(11).fill('(Score:equals:1)').join('or')})`, 'LIMIT_EXCEEDED'],
	])('but refuses %s', async (criteria, code) => {
		const reply = await search(criteria);
		expect([reply.status, codeOf(reply)]).toEqual([400, code]);
	});

	it('not by the sub-pipeline', async () => {
		await add('Pipelines', {
			Deal_Name: 'D',
			Sub_Pipeline: 'Sales Pipeline Standard',
			Stage: 'Proposal',
		});
		expect(codeOf(await search('(Sub_Pipeline:equals:Sales)', 'Pipelines'))).toBe('INVALID_QUERY');
		expect((await search('(Stage:equals:Proposal)', 'Pipelines')).body.data).toHaveLength(1);
	});

	it.each([
		['email=ANN@example.com', ['Smith']],
		['phone=155512', ['Smith']],
		['word=jon', ['Smith Jones']],
	])('by %s', async (query, expected) => {
		await add('Contacts', ...PEOPLE);
		expect(names(await call('GET', `/Contacts/search?${query}`))).toEqual(expected);
	});

	it.each([
		['', 'REQUIRED_PARAM_MISSING'],
		['email=a&word=bc', 'AMBIGUITY_DURING_PROCESSING'],
		['word=a', 'INVALID_DATA'],
		['word=ab&page=11', 'LIMIT_EXCEEDED'],
	])('for exactly one thing, not "%s"', async (query, code) => {
		const reply = await call('GET', `/Contacts/search?${query}`);
		expect([reply.status, codeOf(reply)]).toEqual([400, code]);
	});

	it('page by page with the asked fields, or whole records', async () => {
		await add('Contacts', ...PEOPLE);
		const page = await call(
			'GET',
			'/Contacts/search?word=smith&per_page=1&page=2&fields=Last_Name',
		);
		expect(page.body.data).toEqual([{ id: page.body.data[0]?.id, Last_Name: 'Smith' }]);
		expect(page.body.info).toEqual({
			page: 2,
			per_page: 1,
			count: 1,
			more_records: false,
			sort_by: 'id',
			sort_order: 'desc',
		});
		expect((await call('GET', '/Contacts/search?word=brown')).body.data[0]).toMatchObject({
			Segment: 'A',
			$editable: true,
		});
		expect((await call('GET', '/Contacts/search?word=nobody')).status).toBe(204);
	});

	it('notes', async () => {
		const [id] = await add('Contacts', { Last_Name: 'A' });
		await call('POST', `/Contacts/${id}/Notes`, {
			data: [{ Note_Title: 'Call back', Note_Content: 'soon' }],
		});
		expect((await search('(Note_Title:equals:call)', 'Notes')).body.data[0]).toMatchObject({
			Note_Content: 'soon',
		});
	});

	it('in an index that lags: new, changed and deleted records show late', async () => {
		client.bigin.vendor.indexLag = 15_000;
		client.at('10:00:00.400');
		const [id] = await add('Contacts', { Last_Name: 'Old' });
		client.at('10:00:15.999');
		expect((await search('(Last_Name:equals:Old)')).status).toBe(204);
		client.at('10:00:16.000');
		expect((await search('(Last_Name:equals:Old)')).status).toBe(200);
		await call('PUT', `/Contacts/${id}`, { data: [{ Last_Name: 'New' }] });
		expect((await call('GET', `/Contacts/${id}`)).body.data[0]?.Last_Name).toBe('New');
		expect((await coql("select Last_Name from Contacts where Last_Name = 'Old'")).status).toBe(200);
		client.at('10:00:31.000');
		expect(names(await search('(id:not_equal:1)'))).toEqual(['New']);
		await call('DELETE', `/Contacts/${id}`);
		expect(names(await search('(id:not_equal:1)'))).toEqual(['New']);
		client.at('10:00:46.000');
		expect((await search('(id:not_equal:1)')).status).toBe(204);
	});

	it('showing at every moment the newest version that is old enough', async () => {
		client.bigin.vendor.indexLag = 10_000;
		const [id] = await add('Contacts', { Last_Name: 'V0' });
		for (const version of [1, 2, 3]) {
			client.at(`10:00:0${version * 3}`);
			await call('PUT', `/Contacts/${id}`, { data: [{ Last_Name: `V${version}` }] });
		}
		for (const [time, shown] of [
			['10:00:10', 'V0'],
			['10:00:13', 'V1'],
			['10:00:18', 'V2'],
			['10:00:19', 'V3'],
		]) {
			client.at(String(time));
			expect(names(await search('(id:not_equal:1)'))).toEqual([shown]);
		}
	});
});

describe("Bigin's fake server answers COQL", () => {
	it.each<[string, string[]]>([
		["Last_Name = 'smith'", ['Smith']],
		["Last_Name like 'smith%'", ['Smith', 'Smith Jones']],
		["Last_Name not like '%Jones' and Score >= 1", ['Brown', 'Smith']],
		['(Score = 9 or Newsletter = true) and Email is null', ['Brown']],
		['Email is not null', ['Smith', 'Smith Jones']],
		['Score between 1 and 5', ['Smith', 'Smith Jones']],
		['Score not in (1, 9)', ['Smith Jones']],
		["Title = 'HR, (interim)'", ['Smith Jones']],
		["Customer_Since < '2025-06-01'", ['Smith']],
		["Modified_Time >= '2026-03-01T10:00:00+00:00' and Score != 5", ['Brown', 'Smith']],
	])('where %s', async (where, expected) => {
		await add('Contacts', ...PEOPLE);
		const reply = await coql(`select Last_Name from Contacts where ${where}`);
		expect(names(reply)).toEqual(expected);
		expect(reply.body.info).toEqual({ count: expected.length, more_records: false });
	});

	it('in order and in parts, with values of lookups', async () => {
		const [company = ''] = await add('Accounts', { Account_Name: "O'Neil" });
		await add(
			'Contacts',
			...PEOPLE.map((record) => ({ ...record, Account_Name: { id: company } })),
		);
		const query =
			"SELECT Last_Name, Account_Name.Account_Name FROM Contacts WHERE Account_Name.Account_Name = 'O\\'Neil' ORDER BY Newsletter ASC, Score DESC LIMIT 1, 2";
		const { body } = await coql(query);
		expect(body.data.map((row) => [row.Last_Name, row['Account_Name.Account_Name']])).toEqual([
			['Smith Jones', "O'Neil"],
			['Smith', "O'Neil"],
		]);
		expect(body.data[0]?.id).toMatch(/^\d{19}$/);
		const part = await coql(
			`select Account_Name from Contacts where Account_Name = ${company} limit 2 offset 0`,
		);
		expect(part.body.data[0]?.Account_Name).toEqual({ id: company, name: "O'Neil" });
		expect(part.body.info).toEqual({ count: 2, more_records: true });
		expect((await coql("select id from Contacts where Last_Name = 'Nobody'")).status).toBe(204);
	});

	it.each([
		['select Last_Name from Contacts', 'SYNTAX_ERROR'],
		['select Last_Name from Contacts where Last_Name', 'SYNTAX_ERROR'],
		["select Last_Name from Contacts where Last_Name = 'a", 'SYNTAX_ERROR'],
		["select Last_Name from Contacts where (Last_Name = 'a'", 'SYNTAX_ERROR'],
		['select Shoe_Size from Contacts where id is not null', 'INVALID_QUERY'],
		['select id from Companies where id is not null', 'INVALID_QUERY'],
		["select id from Contacts where Title > 'a'", 'INVALID_QUERY'],
		["select id from Contacts where Score = 'many'", 'INVALID_QUERY'],
		['select Title, Title from Contacts where id is not null', 'DUPLICATE_DATA'],
		['select id from Contacts where id is not null limit 201', 'LIMIT_EXCEEDED'],
		['select id from Contacts where id is not null limit 9801, 200', 'LIMIT_EXCEEDED'],
	])('but refuses %s', async (query, code) => {
		const reply = await coql(query);
		expect([reply.status, codeOf(reply)]).toEqual([400, code]);
	});
});
