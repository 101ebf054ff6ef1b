import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { operationOf, type OperationName } from '../../../nodes/KhorosMarketing/kinds/contract';
import { calledOperation, requestOf } from '../../../nodes/KhorosMarketing/trigger/crm/request';

/** What the trigger makes of a request. */
function read(
	name: OperationName,
	{
		headers = {},
		params = {},
		body = '',
	}: { headers?: IDataObject; params?: IDataObject; body?: string },
) {
	const operation = operationOf(name);
	if (operation === undefined) throw new Error(`there is no operation ${name}`);
	return requestOf(contextOf({ headers, params, body }), operation);
}

function contextOf({
	headers = {},
	params = {},
	body = '',
	method = 'POST',
	originalUrl = '',
}: {
	headers?: IDataObject;
	params?: IDataObject;
	body?: string;
	method?: string;
	originalUrl?: string;
}): IWebhookFunctions {
	return {
		getHeaderData: () => headers,
		getParamsData: () => params,
		getRequestObject: () => ({ method, originalUrl, rawBody: Buffer.from(body) }),
	} as unknown as IWebhookFunctions;
}

describe('A request of Khoros', () => {
	it.each([
		['Khoros Marketing', { 'x-sf-user-email': 'ana@brand.example' }, 'ana@brand.example'],
		['Khoros Care', { 'x-sf-email': 'ben@brand.example' }, 'ben@brand.example'],
		[
			'both',
			{ 'x-sf-email': 'ben@brand.example', 'x-sf-user-email': 'ana@brand.example' },
			'ana@brand.example',
		],
		['nobody', {}, null],
	])('names the agent by the header of %s', (_by, headers, agentEmail) => {
		expect(read('updateCase', { headers })?.item).toMatchObject({ agentEmail });
	});

	it('keeps IDs beyond 53 bits, in headers, path and body', () => {
		const long = '9223372036854775807';
		const request = read('updateCase', {
			headers: { 'x-sf-company-id': long, 'x-sf-initiative': long },
			params: { object: 'case', id: long },
			body: `{"customerId":${long},"interactions":[{"serviceId":${long},"author":{"serviceId":${long}}}]}`,
		});
		expect(request?.item).toMatchObject({
			id: long,
			companyId: long,
			initiativeId: long,
			body: {
				customerId: long,
				interactions: [{ serviceId: long, author: { serviceId: long } }],
			},
		});
	});

	it('takes the customer under both spellings, and the right one first', () => {
		expect(read('createCase', { body: '{"customId":"cus_1"}' })?.body.customerId).toBe('cus_1');
		const both = read('createCase', { body: '{"customId":"cus_1","customerId":"cus_2"}' });
		expect(both?.body.customerId).toBe('cus_2');
	});

	it('hands account numbers on in both forms, and a picture without text as it is', () => {
		for (const accountNumbers of ['A-1', ['A-1', 'A-2']])
			expect(
				read('bestmatchCustomers', { body: JSON.stringify({ accountNumbers }) })?.body,
			).toEqual({ accountNumbers });
		const interactions = [{ serviceId: '5', body: '', linkUrl: '', author: { name: '' } }];
		expect(read('createCase', { body: JSON.stringify({ interactions }) })?.body).toEqual({
			interactions,
		});
	});

	it.each(['[1]', '"text"', '{"a":', 'null'])('with the body %s cannot be read', (body) => {
		expect(read('createCase', { body })).toBeUndefined();
	});

	it.each([
		['POST', {}, 'createCase'],
		['POST', { object: 'customer' }, 'createCustomer'],
		['POST', { object: 'customers' }, 'searchCustomers'],
		['POST', { object: 'customer', id: 'bestmatch' }, 'bestmatchCustomers'],
		['GET', { object: 'case', id: 'c1' }, 'lookupCase'],
		['PATCH', { object: 'case', id: 'c1' }, 'updateCase'],
		['GET', { object: 'customer', id: 'bestmatch' }, 'findCustomer'],
		['PATCH', { object: 'customer', id: 'c1' }, 'updateCustomer'],
		['GET', { object: 'customer', id: 'c1', part: 'cases' }, 'findCases'],
		['GET', { object: 'meta', id: 'object', part: 'case' }, 'getMetadata'],
		['GET', { object: 'case', id: 'c1', part: 'cases' }, undefined],
		['POST', { object: 'customer', id: 'c1' }, undefined],
		['GET', { object: 'company', id: 'c1' }, undefined],
		['GET', { object: 'customer', id: '', part: 'cases' }, undefined],
		['GET', { object: '', id: 'case', part: 'c1' }, undefined],
		['POST', { object: 'customer', id: '' }, undefined],
	])('to %s %j is %s', (method, params, name) => {
		expect(calledOperation(contextOf({ method, params }))?.name).toBe(name);
	});

	it('with an encoded slash in an ID is none that the contract has', () => {
		const params = { object: 'customer', id: 'c1', part: 'cases' };
		const originalUrl = '/webhook/n/n/customer/c1%2Fcases?x=1';
		expect(calledOperation(contextOf({ method: 'GET', params, originalUrl }))).toBeUndefined();
	});
});
