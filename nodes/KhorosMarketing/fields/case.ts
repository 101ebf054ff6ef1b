import { boolean, dateField, group, id, rows, text, type Field } from '../../shared/form/fields';

/** Ids of a social network are opaque and sent in the body only, so a slash does no harm (khoros-marketing 5.3). */
const NETWORK_ID = { form: /^[^\p{Cc}]+$/u, expects: 'an id on one line' };

/** The key has to be there, but its text may be empty: a picture has no text, an author no name, a network no link (khoros-marketing 6.11, 13). */
function emptyIfAbsent(field: Field): Field {
	return { ...field, read: (value, context) => field.read(value, context) ?? '' };
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
		emptyIfAbsent(text('name', 'Name', { placeholder: 'e.g. Jane Doe' })),
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
		emptyIfAbsent(
			text('body', 'Body', {
				rows: 3,
				description: 'Text of the interaction; empty for a picture alone',
			}),
		),
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

const KNOWN = [customerId, title, interactions];

/** The display name of a field of a case that the CRM blames; undefined where the form does not know it. */
export function displayNameOf(name: string | undefined): string | undefined {
	// `customId` is the other spelling of the customer's id (khoros-marketing 6.1).
	const known = name === 'customId' ? customerId : KNOWN.find((field) => field.name === name);
	return known?.property.displayName;
}
