import Ajv, { type ErrorObject } from 'ajv';

type Json = Record<string, unknown>;

/** One entry of Salesforce's list of errors (salesforce-engagement 9.1). */
export interface ApiError {
	message: string;
	errorCode: string;
	fields?: string[];
}

const TEXT = { type: 'string' };
const FLAG = { type: 'boolean' };
const ID = { type: 'string', maxLength: 255, pattern: '^[A-Za-z0-9_]+$' };
const MOMENT = {
	type: 'string',
	pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:?\\d\\d)$',
};
const upTo = (maxLength: number) => ({ type: 'string', maxLength });
const oneOf = (...values: string[]) => ({ type: 'string', enum: values });

/** Custom fields, at most 50 of an object (salesforce-engagement 1.6); integers above 2^31-1 come in quotes (salesforce-engagement 5). */
const CUSTOM = {
	type: 'array',
	maxItems: 50,
	items: {
		type: 'object',
		additionalProperties: false,
		properties: {
			key: { type: 'string', pattern: '__c$' },
			value: {
				if: { type: 'object' },
				then: {
					required: ['latitude', 'longitude'],
					additionalProperties: false,
					properties: {
						latitude: { type: 'number', minimum: -90, maximum: 90 },
						longitude: { type: 'number', minimum: -180, maximum: 180 },
					},
				},
				else: {
					if: { type: 'integer' },
					then: { minimum: -2147483648, maximum: 2147483647 },
					else: { type: ['string', 'number', 'boolean'] },
				},
			},
		},
	},
};

const ATTENDEE = {
	type: 'object',
	additionalProperties: false,
	required: ['startDateTime'],
	properties: {
		startDateTime: MOMENT,
		endDateTime: MOMENT,
		externalAttendeeId: ID,
		internalAttendeeId: ID,
		engagementInteractionId: ID,
		id: ID,
		isAuthenticated: FLAG,
		isVerified: FLAG,
		ownerId: ID,
		role: TEXT,
		verificationTime: MOMENT,
		customFieldsList: CUSTOM,
	},
};

const TOPIC = {
	type: 'object',
	additionalProperties: false,
	required: ['name'],
	properties: {
		name: upTo(255),
		id: ID,
		engagementInteractionId: ID,
		ownerId: ID,
		interactionSummary: upTo(765),
		parentTopicId: ID,
		processFailureReason: TEXT,
		processName: upTo(255),
		processStatus: oneOf('Canceled', 'Cancelled', 'Completed', 'Failed', 'Initiated'),
		processType: oneOf('Flow', 'OmniScript', 'QuickAction'),
		relatedPersonId: ID,
		topicId: ID,
		customFieldsList: CUSTOM,
	},
};

/** The interaction with everything in it (salesforce-engagement 1.3 to 1.6), in an org with the shipped picklists. */
const BODY = {
	type: 'object',
	additionalProperties: false,
	required: ['engagementInteraction'],
	properties: {
		engagementInteraction: {
			type: 'object',
			additionalProperties: false,
			required: ['attendeeVerified', 'communicationChannel', 'startDateTime'],
			properties: {
				attendeeVerified: FLAG,
				communicationChannel: oneOf('In Person', 'Video Call', 'Voice Call', 'Web Chat'),
				startDateTime: MOMENT,
				attendeeAuthenticated: FLAG,
				attendeeVerificationTime: MOMENT,
				contextId: ID,
				endDateTime: MOMENT,
				externalIdentifierId: upTo(255),
				id: ID,
				initiatingAttendeeId: ID,
				mappedState: oneOf('New', 'In Progress', 'Completed'),
				phoneNumber: upTo(40),
				reason: upTo(765),
				sentiment: oneOf('Negative', 'Neutral', 'Positive'),
				status: oneOf('New', 'In Progress', 'Completed'),
				type: oneOf('Inbound', 'Outbound', 'Inbound Interaction', 'Outbound Interaction'),
				customFieldsList: CUSTOM,
				engagementAttendees: { type: 'array', items: ATTENDEE },
				engagementTopics: { type: 'array', items: TOPIC },
			},
		},
	},
};

const validate = new Ajv({ strict: false }).compile(BODY);

/** What is wrong with the body of a create; undefined where it can be stored. Codes are guesses where salesforce-engagement 9.3 has them from memory. */
export function checkBody(body: unknown): ApiError | undefined {
	if (!validate(body)) return validate.errors?.[0] && apiError(validate.errors[0]);
	const attendees = ((body as { engagementInteraction: Json }).engagementInteraction
		.engagementAttendees ?? []) as Json[];
	const missing = attendees.find(
		({ externalAttendeeId, internalAttendeeId }) =>
			externalAttendeeId === undefined && internalAttendeeId === undefined,
	);
	return (
		missing && {
			errorCode: 'FIELD_INTEGRITY_EXCEPTION',
			message: 'Specify an external attendee or an internal attendee.',
			fields: ['ExternalAttendeeId'],
		}
	);
}

function apiError({ keyword, params, instancePath }: ErrorObject): ApiError {
	const name =
		instancePath
			.split('/')
			.filter((part) => part !== '' && !/^\d+$/.test(part))
			.pop() ?? '';
	switch (keyword) {
		case 'required': {
			const field = String((params as Json).missingProperty);
			return {
				errorCode: 'REQUIRED_FIELD_MISSING',
				message: `Required fields are missing: [${field}]`,
				fields: [field],
			};
		}
		case 'additionalProperties':
			return {
				errorCode: 'POST_BODY_PARSE_ERROR',
				message: `Unrecognized field "${String((params as Json).additionalProperty)}"`,
			};
		case 'enum':
			return {
				errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
				message: `${name}: bad value for restricted picklist field`,
				fields: [name],
			};
		case 'maxLength':
			return {
				errorCode: 'STRING_TOO_LONG',
				message: `${name}: data value too large (max length=${String((params as Json).limit)})`,
				fields: [name],
			};
		case 'pattern':
			return name === 'key'
				? { errorCode: 'INVALID_FIELD', message: 'No such column on entity' }
				: { errorCode: 'INVALID_ARGUMENT', message: `${name}: invalid value`, fields: [name] };
		default:
			return { errorCode: 'POST_BODY_PARSE_ERROR', message: `Cannot map the value of "${name}"` };
	}
}
