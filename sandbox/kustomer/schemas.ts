import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** Most items of a bulk request (kustomer 2.1). */
export const MAX_ITEMS = 100;

const ID = { type: 'string', pattern: '^[0-9a-fA-F]{24}$' };
const TAG = { type: 'string', pattern: '^[0-9a-zA-ZÀ-ÿ_/<>\\-.][0-9a-zA-ZÀ-ÿ_/<>\\-. ]{0,63}$' };
const MOMENT = { type: 'string', format: 'date-time' };
const IDS = { type: 'array', maxItems: 10, uniqueItems: true, items: ID };
const TAGS = { type: 'array', maxItems: 20, uniqueItems: true, items: TAG };

const text = (maxLength = 256) => ({ type: 'string', maxLength });
const orNull = (maxLength = 256) => ({ type: ['string', 'null'], maxLength });
const few = (properties: object, required: string[]) => ({
	type: 'array',
	maxItems: 10,
	items: { type: 'object', additionalProperties: false, required, properties },
});

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
		'.Str$': one(text(1024)),
		'.Txt$': one(text(1024)),
		'.Num$': one({ type: 'number' }),
		'.At$': one(MOMENT),
		'.Bool$': one({ type: 'boolean' }),
		'.Url$': one({ type: 'string', format: 'uri' }),
		'.Id$': one(ID),
		'.Tree$': one({ type: 'string' }),
	},
};

const QUEUE = {
	type: 'object',
	additionalProperties: false,
	minProperties: 1,
	properties: { id: { type: ['string', 'null'] }, external: { type: ['string', 'null'] } },
};
const verified = { type: 'boolean' };
const PHONES = few({ phone: text(), type: text(), verified }, ['phone']);
const EMAILS = few({ email: text(), type: text(), verified }, ['email']);
const SOCIALS = few({ type: text(), username: text(), userid: text(), url: text(), verified }, [
	'type',
	'username',
]);
const URLS = few({ url: text(), type: text() }, ['url']);
const LOCATIONS = { type: 'array', maxItems: 10, items: { type: 'object' } };

/** Fields of both a new and a changed conversation (kustomer 2.1 and 2.5). */
const CONVERSATION = {
	externalId: orNull(),
	name: orNull(),
	priority: { type: 'integer', minimum: 1, maximum: 5 },
	direction: { enum: ['in', 'out'] },
	replyChannel: orNull(),
	tags: TAGS,
	assignedUsers: IDS,
	assignedTeams: IDS,
	custom: CUSTOM,
	defaultLang: orNull(100),
	queue: QUEUE,
};

/** Fields of a customer (kustomer 3.1). */
const CUSTOMER = {
	name: orNull(),
	company: { anyOf: [ID, { type: 'null' }] },
	externalId: { type: ['string', 'null'], minLength: 1, maxLength: 256 },
	username: orNull(),
	emails: EMAILS,
	sharedEmails: EMAILS,
	phones: PHONES,
	sharedPhones: PHONES,
	whatsapps: PHONES,
	socials: SOCIALS,
	urls: URLS,
	locations: LOCATIONS,
	avatarUrl: orNull(1024),
	signedUpAt: MOMENT,
	lastActivityAt: MOMENT,
	birthdayAt: { anyOf: [MOMENT, { type: 'null' }] },
	locale: orNull(16),
	timeZone: orNull(64),
	defaultLang: orNull(100),
	gender: { enum: ['m', 'f', null] },
	tags: TAGS,
	custom: CUSTOM,
	createdAt: MOMENT,
	importedAt: MOMENT,
	rev: { type: 'number' },
};

/** Fields of a company (kustomer 4.5). */
const COMPANY = {
	name: { type: 'string', minLength: 3, maxLength: 256 },
	externalId: orNull(),
	avatarUrl: orNull(1024),
	emails: EMAILS,
	phones: PHONES,
	whatsapps: PHONES,
	socials: SOCIALS,
	urls: URLS,
	domains: few({ domain: text() }, ['domain']),
	locations: LOCATIONS,
	employeeCount: { type: ['number', 'null'] },
	tags: TAGS,
	custom: CUSTOM,
	defaultLang: orNull(100),
	createdAt: MOMENT,
	importedAt: MOMENT,
	rev: { type: 'number' },
	deleted: { type: 'boolean' },
};

/** Fields of a custom object (kustomer 4.6). */
const KOBJECT = {
	title: { type: 'string', minLength: 1, maxLength: 256 },
	description: orNull(10_240),
	externalId: { type: ['string', 'null'], minLength: 1, maxLength: 256 },
	images: { type: 'array', maxItems: 20, items: { type: 'string' } },
	icon: orNull(64),
	data: { type: 'object' },
	custom: CUSTOM,
	tags: TAGS,
	createdAt: MOMENT,
	importedAt: MOMENT,
	rev: { type: 'number' },
};

const CHANNEL = {
	enum: 'email sms chat facebook twitter-dm twitter-tweet voice instagram whatsapp note'.split(' '),
};

/** Fields of a message (kustomer 4.1). */
const MESSAGE = {
	id: ID,
	conversation: ID,
	customer: ID,
	channel: CHANNEL,
	app: text(),
	direction: { enum: ['in', 'out'] },
	externalId: text(),
	preview: text(10_240),
	subject: text(),
	status: { enum: ['sent', 'received', 'error'] },
	meta: { type: 'object' },
	attachments: { type: 'array' },
	sentAt: MOMENT,
	createdAt: MOMENT,
	importedAt: MOMENT,
	auto: { type: 'boolean' },
	source: text(),
	lang: text(100),
	custom: CUSTOM,
};

/** Fields of a note (kustomer 4.2). */
const NOTE = {
	body: { type: 'string', minLength: 1, maxLength: 10_240 },
	userMentions: { type: 'array', maxItems: 20, items: { type: 'object' } },
	externalId: text(),
	attachments: { type: 'array' },
	importedAt: MOMENT,
	lang: text(100),
};

const party = { type: ['string', 'object', 'array'] };

/** Fields of a draft (kustomer 4.3). */
const DRAFT = {
	channel: CHANNEL,
	app: text(),
	conversation: ID,
	customer: ID,
	to: party,
	cc: { type: 'array' },
	bcc: { type: 'array' },
	from: party,
	subject: { type: 'string', minLength: 1 },
	body: text(10_240),
	htmlBody: { type: 'string' },
	replyTo: party,
	template: text(),
	meta: { type: 'object' },
	attachments: { type: 'array' },
	auto: { type: 'boolean' },
	sendAt: { anyOf: [MOMENT, { enum: ['', null] }] },
	scheduled: { type: 'boolean' },
	source: text(),
	lang: text(100),
	payload: { type: 'object' },
	shortcuts: { type: 'array' },
};

/** Checks of the bodies that are sent, by what they are. */
const SHAPES = {
	'create conversation': shape(
		{
			...CONVERSATION,
			customer: ID,
			id: ID,
			status: { enum: ['open', 'done'] },
			createdAt: MOMENT,
			importedAt: MOMENT,
		},
		['customer'],
	),
	'update conversation': shape({
		...CONVERSATION,
		status: { enum: ['open', 'snoozed', 'done'] },
		snooze: {
			type: 'object',
			required: ['status'],
			properties: { time: MOMENT, status: { enum: ['scheduled', 'canceled', 'elapsed'] } },
		},
		subStatus: ID,
		satisfaction: { type: ['number', 'null'] },
		deleted: { type: ['boolean', 'null'] },
		ended: { type: 'boolean' },
		endedAt: MOMENT,
		endedReason: text(128),
		locked: { type: 'boolean' },
		rev: { type: 'number' },
		customer: ID,
	}),
	'create customer': shape(CUSTOMER),
	'update customer': shape(CUSTOMER),
	'create company': shape(COMPANY, ['name']),
	'update company': shape(COMPANY),
	'create kobject': shape({ ...KOBJECT, customer: ID, company: ID }, ['title']),
	'update kobject': shape(KOBJECT),
	'create message': shape(MESSAGE, ['channel', 'app']),
	'create note': shape(NOTE, ['body']),
	'update note': shape({ ...NOTE, conversation: ID }),
	'create draft': shape(DRAFT, ['channel']),
	'update draft': shape(DRAFT, ['channel']),
};

export type Shape = keyof typeof SHAPES;

function shape(properties: object, required: string[] = []): object {
	return { type: 'object', required, additionalProperties: false, properties };
}

const ajv = new Ajv({ allErrors: false, strict: false });
addFormats(ajv);
const checks = new Map<string, ValidateFunction>();

function check(name: string, schema: object, value: unknown): string | undefined {
	const validate = checks.get(name) ?? ajv.compile(schema);
	checks.set(name, validate);
	if (validate(value)) return undefined;
	const [error] = validate.errors ?? [];
	const params = error?.params as { additionalProperty?: string } | undefined;
	return `body${error?.instancePath ?? ''} ${error?.message ?? 'is not valid'}${params?.additionalProperty ? `: ${params.additionalProperty}` : ''}`;
}

/** What is wrong with the body of a request about one record (kustomer 8). */
export function checkOne(what: Shape, body: unknown): string | undefined {
	const wrong = check(what, SHAPES[what], body);
	if (wrong !== undefined || what !== 'update conversation') return wrong;
	// Either attributes or the customer, never both (kustomer 2.5).
	const changed = Object.keys(body as object).filter((key) => !['id', '_clientRef'].includes(key));
	return changed.includes('customer') && changed.length > 1
		? 'body must be attributes or a customer alone'
		: undefined;
}

/**
 * What is wrong with a bulk request as a whole; one bad item spoils it (kustomer 2.1 and 8).
 * An item of an update names its record.
 */
export function checkMany(what: Shape, body: unknown): string | undefined {
	const { properties, required } = SHAPES[what] as { properties: object; required: string[] };
	const updates = what.startsWith('update');
	const item = {
		...SHAPES[what],
		required: updates ? ['id'] : required,
		properties: {
			...properties,
			...(updates ? { id: ID } : {}),
			_clientRef: { type: 'string', minLength: 1, maxLength: 255 },
		},
	};
	const wrong = check(`${what} in bulk`, { type: 'array', maxItems: MAX_ITEMS, items: item }, body);
	if (wrong !== undefined) return wrong;
	const refs = (body as Array<{ _clientRef?: string }>)
		.map(({ _clientRef }) => _clientRef)
		.filter((ref) => ref !== undefined);
	if (refs.length > 0 && refs.length < (body as unknown[]).length)
		return '_clientRef must be given for all items or for none';
	return new Set(refs).size < refs.length ? '_clientRef must be unique' : undefined;
}
