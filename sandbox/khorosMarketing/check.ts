import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';

import { CASE_FIELDS, CUSTOMER_FIELDS, schemaOf, type DeclaredField } from './declared';

/** A refusal: its status and the body of khoros-marketing 5.6. */
export interface Refusal {
	status: number;
	body: { error: string; message: string; fields?: Array<{ name: string; errorMessage: string }> };
}

const TEXT = { type: 'string' };
const FILLED = { type: 'string', minLength: 1 };

const AUTHOR = {
	type: 'object',
	required: ['service', 'serviceId', 'handle', 'name', 'brandOwned'],
	properties: {
		service: FILLED,
		serviceId: FILLED,
		handle: FILLED,
		name: TEXT,
		brandOwned: { type: 'boolean' },
	},
};

/** khoros-marketing 5.3; the link may be empty (6.11), and so may the text of a picture (13). */
export const INTERACTION = {
	type: 'object',
	required: ['created', 'body', 'linkUrl', 'serviceId', 'service', 'contentType'],
	properties: {
		created: {
			type: 'string',
			pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$',
		},
		body: TEXT,
		linkUrl: TEXT,
		serviceId: FILLED,
		service: FILLED,
		contentType: FILLED,
		author: AUTHOR,
	},
};

const schemas = (fields: readonly DeclaredField[]) =>
	Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)]));

const ajv = new Ajv({ strict: false });
const CASE = {
	type: 'object',
	properties: {
		customerId: FILLED,
		title: FILLED,
		interactions: { type: 'array', items: INTERACTION },
		...schemas(CASE_FIELDS),
	},
};
const newCase = ajv.compile({ ...CASE, required: ['customerId', 'title'] });
const changedCase = ajv.compile(CASE);
const customer = ajv.compile({ type: 'object', properties: schemas(CUSTOMER_FIELDS) });

/** What is wrong with a new case; undefined where it can be stored. Unknown keys are ignored (khoros-marketing 6.8). */
export function checkCase(body: unknown): Refusal | undefined {
	return refusalBy(newCase, body);
}

/** What is wrong with a change of a case: what is not given stays as it is (khoros-marketing 4.3). */
export function checkCaseChange(body: unknown): Refusal | undefined {
	return refusalBy(changedCase, body);
}

/** What is wrong with the fields of a customer (khoros-marketing 4.6). */
export function checkCustomer(body: unknown): Refusal | undefined {
	return refusalBy(customer, body);
}

function refusalBy(validate: ValidateFunction, body: unknown): Refusal | undefined {
	if (validate(body)) return undefined;
	const [error] = validate.errors ?? [];
	if (!error) return undefined;
	const name = nameOf(error);
	if (error.keyword === 'enum') {
		return {
			status: 422,
			body: {
				error: 'validation_failed',
				message: `Please choose a value for ${name}.`,
				fields: [{ name, errorMessage: 'Unknown value' }],
			},
		};
	}
	return {
		status: 400,
		body: {
			error: 'bad_request',
			message: `The field ${name} ${error.message ?? 'is not right'}.`,
			fields: [{ name, errorMessage: error.message ?? 'is not right' }],
		},
	};
}

/** The field as it would be written in code: `interactions[0].author.handle`. */
function nameOf({ instancePath, keyword, params }: ErrorObject): string {
	const parts = instancePath.split('/').slice(1);
	if (keyword === 'required') parts.push((params as { missingProperty: string }).missingProperty);
	return (
		parts
			.map((part, index) => (/^\d+$/.test(part) ? `[${part}]` : index === 0 ? part : `.${part}`))
			.join('') || 'body'
	);
}

const MAX_LONG = 9_223_372_036_854_775_807n;

/** Headers of Khoros: none is required, ids have up to 64 bits (khoros-marketing 2). */
export function checkHeaders(
	headers: Record<string, string | string[] | undefined>,
): Refusal | undefined {
	for (const name of ['x-sf-initiative', 'x-sf-company-id']) {
		const value = headers[name];
		if (value === undefined) continue;
		if (typeof value !== 'string' || !/^\d{1,19}$/.test(value) || BigInt(value) > MAX_LONG) {
			return {
				status: 400,
				body: { error: 'bad_header', message: `The header ${name} must be a number of 64 bits.` },
			};
		}
	}
	const email = headers['x-sf-user-email'] ?? headers['x-sf-email'];
	if (email === undefined || (typeof email === 'string' && email.includes('@'))) return undefined;
	return {
		status: 400,
		body: { error: 'bad_header', message: 'The email of the agent is not an email address.' },
	};
}
