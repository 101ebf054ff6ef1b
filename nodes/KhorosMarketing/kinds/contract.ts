/** Names of the operations, as the reference spells them (khoros-marketing 1). */
export type OperationName =
	| 'bestmatchCustomers'
	| 'createCase'
	| 'createCustomer'
	| 'findCases'
	| 'findCustomer'
	| 'getMetadata'
	| 'lookupCase'
	| 'searchCustomers'
	| 'updateCase'
	| 'updateCustomer';

/** What an operation answers with. */
export type Answered = 'case' | 'cases' | 'customer' | 'customers' | 'metadata';

/** One operation of the Custom CRM API. */
export interface CrmOperation {
	name: OperationName;
	/** Title case. */
	displayName: string;
	method: 'GET' | 'PATCH' | 'POST';
	/** Path after the base address. */
	path: string;
	answers: Answered;
	/** Status of a success. */
	status: 200 | 201;
}

/** The ten operations, all that there are (khoros-marketing 1). The status of an update is 200 or 201, by the place one reads (4.3). */
export const OPERATIONS: readonly CrmOperation[] = [
	operation('bestmatchCustomers', 'Best Match', 'POST /customer/bestmatch', 'customers'),
	operation('createCase', 'Create Case', 'POST /case', 'case', 201),
	operation('createCustomer', 'Create Customer', 'POST /customer', 'customer', 201),
	operation('lookupCase', 'Get Case', 'GET /case/:id', 'case'),
	operation('findCases', 'Get Cases of Customer', 'GET /customer/:id/cases', 'cases'),
	operation('findCustomer', 'Get Customer', 'GET /customer/:id', 'customer'),
	operation('getMetadata', 'Get Metadata', 'GET /meta/object/:type', 'metadata'),
	operation('searchCustomers', 'Search Customers', 'POST /customers', 'customers'),
	operation('updateCase', 'Update Case', 'PATCH /case/:id', 'case'),
	operation('updateCustomer', 'Update Customer', 'PATCH /customer/:id', 'customer', 201),
];

/** An operation by its name; undefined for a name that there is not. */
export function operationOf(name: unknown): CrmOperation | undefined {
	return OPERATIONS.find((entry) => entry.name === name);
}

/** True where an operation answers with a list of records. */
export function isList({ answers }: Pick<CrmOperation, 'answers'>): boolean {
	return answers === 'cases' || answers === 'customers';
}

function operation(
	name: OperationName,
	displayName: string,
	call: string,
	answers: Answered,
	status: 200 | 201 = 200,
): CrmOperation {
	const [method = '', path = ''] = call.split(' ');
	return { name, displayName, method: method as CrmOperation['method'], path, answers, status };
}
