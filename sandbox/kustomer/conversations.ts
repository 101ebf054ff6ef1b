import Ajv from 'ajv';
import addFormats from 'ajv-formats';

/** Most items of a bulk request (kustomer 2.1). */
export const MAX_ITEMS = 100;

const ID = { type: 'string', pattern: '^[0-9a-fA-F]{24}$' };
const TAG = { type: 'string', pattern: '^[0-9a-zA-ZÀ-ÿ_/<>\\-.][0-9a-zA-ZÀ-ÿ_/<>\\-. ]{0,63}$' };
const MOMENT = { type: 'string', format: 'date-time' };
const IDS = { type: 'array', maxItems: 10, uniqueItems: true, items: ID };

/** A custom attribute: one value, several values, or null to clear it. */
const one = (schema: object) => ({
	anyOf: [schema, { type: 'array', items: schema }, { type: 'null' }],
});

/** Types of custom attributes by the ending of their names (kustomer 4.9). */
const CUSTOM = {
	type: 'object',
	maxProperties: 100,
	additionalProperties: false,
	patternProperties: {
		'.Str$': one({ type: 'string', maxLength: 1024 }),
		'.Txt$': one({ type: 'string', maxLength: 1024 }),
		'.Num$': one({ type: 'number' }),
		'.At$': one(MOMENT),
		'.Bool$': one({ type: 'boolean' }),
		'.Url$': one({ type: 'string', format: 'uri' }),
		'.Id$': one(ID),
		'.Tree$': one({ type: 'string' }),
	},
};

/** A bulk request (kustomer 2.1). */
const REQUEST = {
	type: 'array',
	maxItems: MAX_ITEMS,
	items: {
		type: 'object',
		required: ['customer'],
		additionalProperties: false,
		properties: {
			customer: ID,
			id: ID,
			externalId: { type: 'string', maxLength: 256 },
			name: { type: 'string', maxLength: 256 },
			status: { enum: ['open', 'done'] },
			priority: { type: 'integer', minimum: 1, maximum: 5 },
			createdAt: MOMENT,
			importedAt: MOMENT,
			direction: { enum: ['in', 'out'] },
			replyChannel: { type: ['string', 'null'], maxLength: 256 },
			tags: { type: 'array', maxItems: 20, uniqueItems: true, items: TAG },
			assignedUsers: IDS,
			assignedTeams: IDS,
			custom: CUSTOM,
			defaultLang: { type: ['string', 'null'], maxLength: 100 },
			queue: {
				type: 'object',
				additionalProperties: false,
				minProperties: 1,
				properties: { id: { type: ['string', 'null'] }, external: { type: ['string', 'null'] } },
			},
			_clientRef: { type: 'string', minLength: 1, maxLength: 255 },
		},
	},
};

const ajv = new Ajv({ allErrors: false, strict: false });
addFormats(ajv);
const validate = ajv.compile(REQUEST);

/** What is wrong with a bulk request as a whole; one bad item spoils it (kustomer 2.1 and 8). */
export function checkRequest(body: unknown): string | undefined {
	if (!validate(body)) {
		const [error] = validate.errors ?? [];
		const params = error?.params as { additionalProperty?: string } | undefined;
		return `body${error?.instancePath ?? ''} ${error?.message ?? 'is not valid'}${params?.additionalProperty ? `: ${params.additionalProperty}` : ''}`;
	}
	const refs = (body as Array<{ _clientRef?: string }>)
		.map(({ _clientRef }) => _clientRef)
		.filter((ref) => ref !== undefined);
	if (refs.length > 0 && refs.length < (body as unknown[]).length)
		return '_clientRef must be given for all items or for none';
	return new Set(refs).size < refs.length ? '_clientRef must be unique' : undefined;
}
