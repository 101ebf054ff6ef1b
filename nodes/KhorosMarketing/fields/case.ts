import { InputError } from '../../shared/base/errors';
import {
	boolean,
	choice,
	customFields as customFieldRows,
	dateField,
	group,
	id,
	rows,
	text,
	type Field,
} from '../../shared/form/fields';
import { isObject } from '../../shared/base/values';

/** Ids of a social network are opaque and sent in the body only, so a slash does no harm (khoros-marketing 5.3). */
const NETWORK_ID = { form: /^[^\p{Cc}]+$/u, expects: 'an id on one line' };

/** The page asks for the link, but it may be empty where the network has none (khoros-marketing 6.11). */
function emptyIfAbsent(field: Field): Field {
	return { ...field, read: (value, place) => field.read(value, place) ?? '' };
}

/** Who wrote an interaction (khoros-marketing 5.4). */
const author = group(
	'author',
	'Author',
	[
		boolean('brandOwned', 'Brand Owned', {
			required: true,
			description: 'Whether the author is an account of the brand itself',
		}),
		text('handle', 'Handle', { required: true, placeholder: 'e.g. janed' }),
		text('name', 'Name', { required: true, placeholder: 'e.g. Jane Doe' }),
		text('service', 'Service', {
			required: true,
			placeholder: 'e.g. twitter',
			description: 'Social network of the author',
		}),
		id('serviceId', 'Service ID', {
			...NETWORK_ID,
			required: true,
			placeholder: 'e.g. 8801',
			description: 'ID of the author on the social network',
		}),
	],
	{ description: 'Who wrote the interaction' },
);

/** Contents of a stream that belong to the case (khoros-marketing 5.3). */
export const interactions = rows(
	'interactions',
	'Interactions',
	[
		author,
		text('body', 'Body', { required: true, rows: 3, description: 'Text of the interaction' }),
		text('contentType', 'Content Type', {
			required: true,
			placeholder: 'e.g. post',
			description: 'Type of the content on the social network, such as post or comment',
		}),
		dateField('created', 'Created', 'utc', {
			required: true,
			description: 'When the interaction was written on the social network',
		}),
		emptyIfAbsent(
			text('linkUrl', 'Link URL', {
				placeholder: 'e.g. https://social.example/p/555',
				description: 'Direct link to the interaction, if there is one',
			}),
		),
		text('service', 'Service', {
			required: true,
			placeholder: 'e.g. twitter',
			description: 'Social network of the interaction',
		}),
		id('serviceId', 'Service ID', {
			...NETWORK_ID,
			required: true,
			placeholder: 'e.g. 555',
			description: 'ID of the interaction on the social network',
		}),
	],
	{ row: 'Interaction', button: 'Add Interaction', unknown: 'send' },
);

export const customerId = id('customerId', 'Customer ID', {
	required: true,
	placeholder: 'e.g. cus_19',
	description: 'ID of the customer in the CRM',
});

export const title = text('title', 'Title', {
	required: true,
	placeholder: 'e.g. Parcel never arrived',
});

const customRows = customFieldRows('customFields', 'Custom Fields', {
	// A select takes the value of its entry as text (khoros-marketing 4.10).
	kinds: ['text', 'boolean'],
	shape: 'spread',
	placeholder: 'e.g. clubNo',
	description:
		'Fields that the CRM has added to its cases, by their API name; for a select give the value of the entry',
	dateStyle: 'day',
	dateTimeStyle: 'utc',
});

const RESERVED = [customerId, title, interactions];

/** Fields that the CRM declares in its own metadata (khoros-marketing 4.10), as keys of the case. */
export const customFields: Field = {
	...customRows,
	read(value, place) {
		const read = customRows.read(value, place);
		const taken = isObject(read) ? RESERVED.find(({ name }) => name in read) : undefined;
		if (taken) {
			throw new InputError(
				`'Custom Fields' holds "${taken.name}", which is a field of its own`,
				taken.name,
				`Use the field '${taken.property.displayName}' instead.`,
			);
		}
		return read;
	},
};

/** Greatest signed number of 64 bits (khoros-marketing 2: the docs tool prints int32 and means int64). */
const MAX_LONG = 9_223_372_036_854_775_807n;

/** An id of Khoros: sent as the text it came as, because a number would lose digits. */
function longId(name: string, displayName: string, description: string): Field {
	const expects = `a whole number from 0 to ${MAX_LONG}`;
	const field = id(name, displayName, {
		form: /^\d{1,19}$/,
		expects,
		placeholder: 'e.g. 90210',
		description,
	});
	return {
		...field,
		read(value, place) {
			const read = field.read(value, place);
			if (typeof read === 'string' && BigInt(read) > MAX_LONG) {
				throw new InputError(
					`'${place.prefix}${displayName}' must be ${expects}, but is ${read}`,
					name,
				);
			}
			return read;
		},
	};
}

/** What the headers of Khoros say about the agent (khoros-marketing 2), and how the body names the customer. */
export const settings: readonly Field[] = [
	text('agentEmail', 'Agent Email', {
		placeholder: 'e.g. name@email.com',
		pattern: /^(?=[!-~]+$).+@./,
		expects: 'an email address such as name@email.com',
		description: 'Email of the Khoros agent who acts',
	}),
	choice(
		'agentEmailHeader',
		'Agent Email Header',
		[
			{ name: 'Khoros Care (X-Sf-Email)', value: 'x-sf-email' },
			{ name: 'Khoros Marketing (X-Sf-User-Email)', value: 'x-sf-user-email' },
		],
		{ default: 'x-sf-user-email', description: 'Which header carries the email of the agent' },
	),
	boolean('alsoSendCustomId', 'Also Send customId', {
		description:
			'Whether to send the customer ID a second time as customId, for a CRM that was built after this spelling of the specification',
	}),
	longId('companyId', 'Company ID', 'ID of the company in Khoros that the agent works for'),
	longId('initiativeId', 'Initiative ID', 'ID of the initiative in Khoros that the agent has open'),
];

/** The display name of a field of a case that the CRM blames; undefined where the form does not know it. */
export function displayNameOf(name: string | undefined): string | undefined {
	// `customId` is the other spelling of the customer's id (khoros-marketing 6.1).
	const known = name === 'customId' ? customerId : RESERVED.find((field) => field.name === name);
	return known?.property.displayName;
}
