import { flawsOf } from '../../../nodes/KhorosMarketing/kinds/flaws';
import { operationOf, type CrmOperation } from '../../../nodes/KhorosMarketing/kinds/contract';
import { answerOf, answerOfReply } from '../../../nodes/KhorosMarketing/trigger/crm/answer';
import { declaredOf, metadataOf } from '../../../nodes/KhorosMarketing/trigger/crm/declared';
import { askedFor } from '../../../nodes/KhorosMarketing/trigger/crm/repeats';

const CASE = {
	id: 'c1',
	number: '00301',
	customerId: 'cus_19',
	title: 'Parcel',
	description: 'Where is it?',
	url: 'https://crm.example/c1',
	lastUpdated: '2026-03-04T09:15:31.000Z',
	created: '2026-03-04T10:15:31+01:00',
	status: 'open',
};
const CUSTOMER = { id: 'k1', url: 'https://crm.example/k1' };
const DECLARED = declaredOf({
	rows: {
		case: [{ name: 'clubNo', type: 'text' }],
		customer: [
			{ name: 'email', label: 'E-mail', type: 'text', searchable: true },
			{ name: 'tier', type: 'single_sel_list', choices: 'Gold=gold, Silver' },
			{ name: 'vip', type: 'checkbox' },
		],
	},
});
const on = (name: string) => operationOf(name) as CrmOperation;
const answer = (name: string, ...items: object[]) => answerOf(on(name), items as never, DECLARED);

describe('An answer to Khoros', () => {
	it.each([
		['createCase', 201, CASE],
		['updateCase', 200, CASE],
		['lookupCase', 200, CASE],
		['createCustomer', 201, CUSTOMER],
		['updateCustomer', 201, CUSTOMER],
		['findCustomer', 200, CUSTOMER],
	])('to %s is the first item, with status %i', (name, status, record) => {
		expect(answer(name, record, { id: 'other' })).toEqual({ status, body: record });
	});

	it.each([
		['searchCustomers', CUSTOMER],
		['bestmatchCustomers', CUSTOMER],
		['findCases', CASE],
	])('to %s is a list, also of one', (name, record) => {
		expect(answer(name, record)).toEqual({ status: 200, body: [record] });
	});

	it('to an operation without items is what the contract says', () => {
		expect(answer('searchCustomers')).toEqual({ status: 204 });
		expect(answer('searchCustomers', {})).toEqual({ status: 204 });
		expect(answer('findCases')).toEqual({ status: 200, body: [] });
		expect(answer('findCustomer', {})).toMatchObject({ status: 404, body: { error: 'not_found' } });
		expect(answer('createCase')).toMatchObject({ status: 500, body: { error: 'no_answer' } });
	});

	it('holds what the contract and the form know alone, and ids as texts', () => {
		expect(
			answer('findCustomer', { ...CUSTOMER, id: 4711, email: 'a@b.example', salary: 1, vip: null }),
		).toEqual({ status: 200, body: { ...CUSTOMER, id: '4711', email: 'a@b.example' } });
	});

	it.each([
		[{ created: undefined }, "'created' is missing"],
		[{ created: '04.03.2026' }, "'created' must be a date and time"],
		[{ lastUpdated: '2026-03-04' }, "'lastUpdated' must be a date and time"],
		[{ status: 'New' }, '\'status\' must be open or closed, but is "New"'],
		[{ id: '' }, "'id' must be text that is not empty"],
		[{ url: 'javascript:alert(1)' }, "'url' must be a link"],
		[{ clubNo: { a: 1 } }, "'clubNo' must be text"],
		[{ interactions: [{ body: '' }] }, "'interactions[0].created' is missing"],
	])('with %j does not leave', (change, told) => {
		const { status, body, flaws } = answer('createCase', { ...CASE, ...change });
		expect(status).toBe(500);
		expect((body as { message: string }).message).toContain(told);
		expect(flaws?.length).toBeGreaterThan(0);
	});

	it('names the row of a list that is not right', () => {
		expect(answer('searchCustomers', CUSTOMER, { ...CUSTOMER, tier: 'bronze' }).flaws).toEqual([
			{ field: '[1].tier', text: 'must be  or gold or Silver, but is "bronze"' },
		]);
	});

	it.each([
		[
			{ error: 'validation_failed', message: 'Choose.', status: 422 },
			422,
			'validation_failed',
			'Choose.',
		],
		[{ message: 'Gone.', statusCode: '404' }, 404, 'not_found', 'Gone.'],
		[
			{
				id: '5',
				error: 'Zoho Bigin did not accept it [item 0]',
				message: 'Correct it.',
				details: { httpCode: 400, code: 'X1' },
			},
			400,
			'X1',
			'Zoho Bigin did not accept it [item 0]',
		],
		[{ error: 'No right', details: { httpCode: 401 } }, 500, 'unexpected', 'No right'],
	])('by the item %j is a refusal', (item, status, error, message) => {
		expect(answer('createCase', item)).toEqual({ status, body: { error, message } });
	});

	it.each([
		[
			'of a 404',
			{ error: 'Not there', details: { httpCode: 404 } },
			404,
			'No customer has this ID.',
		],
		[
			'of a 400 about the ID',
			{ error: 'Not a valid ID', details: { httpCode: 400, field: 'id' } },
			404,
			'No customer has this ID.',
		],
		[
			'of a 400 about something else',
			{ error: 'The query is not valid', details: { httpCode: 400, field: 'email' } },
			400,
			'The query is not valid',
		],
		[
			'of a 422 about nothing in particular',
			{ error: 'Not accepted here', details: { httpCode: 422 } },
			422,
			'Not accepted here',
		],
	])(
		'to findCustomer says that nobody has the ID only because %s',
		(_what, item, status, message) => {
			expect(answer('findCustomer', item)).toMatchObject({ status, body: { message } });
		},
	);

	it('to findCases does not say that nobody has the ID where one of several items is refused', () => {
		const refused = { error: 'No such order', details: { httpCode: 404 } };
		expect(answer('findCases', CASE, refused).body).toMatchObject({ message: 'No such order' });
		expect(answer('findCases', refused).body).toMatchObject({
			message: 'No customer has this ID.',
		});
	});

	it('that a node has sent is checked like another', () => {
		const reply = (status: number, body?: unknown) =>
			answerOfReply(on('createCase'), status, body, DECLARED);
		expect(reply(201, CASE)).toEqual({ status: 201, body: CASE });
		expect(reply(200, { id: 'c1' }).status).toBe(500);
		expect(reply(200)).toMatchObject({ status: 500, body: { error: 'no_answer' } });
		expect(reply(500, { message: 'Error in workflow' }).body).toMatchObject({
			error: 'unexpected',
		});
		expect(reply(422, { error: 'e', message: 'M' })).toEqual({
			status: 422,
			body: { error: 'e', message: 'M' },
		});
		expect(answerOfReply(on('searchCustomers'), 204, undefined, DECLARED)).toEqual({ status: 204 });
	});
});

describe('The fields of the form', () => {
	it('become the structure that Khoros asks for', () => {
		const structure = metadataOf('customer', DECLARED);
		expect(flawsOf('metadata', structure)).toEqual([]);
		expect(structure.fields).toContainEqual({
			name: 'tier',
			label: 'tier',
			type: 'single_sel_list',
			searchable: false,
			listValues: [
				{ name: 'Gold', value: 'gold' },
				{ name: 'Silver', value: 'Silver' },
			],
		});
		expect(metadataOf('case', { case: [], customer: [] })).toEqual({ name: 'case', fields: [] });
	});

	it.each([
		[{ name: '' }, 'needs a name'],
		[{ name: '__proto__' }, 'needs a name'],
		[{ name: 'title' }, "is called 'title', which there is already"],
		[{ name: 'tier', type: 'single_sel_list' }, 'is a list without choices'],
	])('with the row %j are refused', (row, told) => {
		expect(() => declaredOf({ rows: { case: [row], customer: [] } })).toThrow(told);
	});
});

describe('A case that is asked for twice', () => {
	const body = (id: string, title = 'T') => ({
		customerId: 'cus_1',
		title,
		interactions: [{ service: 'twitter', serviceId: id }],
	});

	it('is answered as the first time, also while that is under way', async () => {
		const first = askedFor('w1', body('1'));
		const second = askedFor('w1', body('1'));
		if (!first.first || second.first) throw new Error('not recognized');
		first.done({ status: 201, body: CASE });
		expect(await second.answer).toEqual({ status: 201, body: CASE });
	});

	it('is made again after a refusal, with another post, title or workflow', () => {
		const first = askedFor('w2', body('1'));
		if (first.first) first.done({ status: 500 });
		expect(askedFor('w2', body('1')).first).toBe(true);
		expect(askedFor('w2', body('2')).first).toBe(true);
		expect(askedFor('w2', body('1', 'U')).first).toBe(true);
		expect(askedFor('w3', body('1')).first).toBe(true);
	});
});
