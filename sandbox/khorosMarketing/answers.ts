import Ajv from 'ajv';

import { INTERACTION } from './check';
import { schemaOf, type DeclaredField } from './declared';
import type { Json } from './store';

const TEXT = { type: 'string' };
const FILLED = { type: 'string', minLength: 1 };
const LINK = { type: 'string', pattern: '^https?://[^\\s/]' };
const MOMENT = {
	type: 'string',
	pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:?\\d\\d)$',
};

/** What Khoros expects of each answer; the fields are those that the CRM has declared (khoros-marketing 5.2, 5.5). */
export function answerSchemas(declared: Record<'case' | 'customer', readonly DeclaredField[]>) {
	const own = (fields: readonly DeclaredField[]) =>
		Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)]));
	const record = (required: Json, more: Json) => ({
		type: 'object',
		required: Object.keys(required),
		properties: { ...required, ...more },
	});
	const customer = record({ id: FILLED, url: LINK }, own(declared.customer));
	const one = record(
		{
			id: FILLED,
			number: FILLED,
			customerId: FILLED,
			title: TEXT,
			description: TEXT,
			url: LINK,
			lastUpdated: MOMENT,
			created: MOMENT,
			status: { enum: ['open', 'closed'] },
		},
		{ interactions: { type: 'array', items: INTERACTION }, ...own(declared.case) },
	);
	const ajv = new Ajv({ strict: false });
	return {
		case: ajv.compile(one),
		cases: ajv.compile({ type: 'array', items: one }),
		customer: ajv.compile(customer),
		customers: ajv.compile({ type: 'array', items: customer }),
	};
}

/** The shape of a refusal (khoros-marketing 5.6). */
export const isRefusalBody = new Ajv({ strict: false }).compile({
	type: 'object',
	required: ['error', 'message'],
	properties: {
		error: FILLED,
		message: FILLED,
		fields: {
			type: 'array',
			items: { type: 'object', required: ['name', 'errorMessage'] },
		},
	},
});
