/**
 * What the items hold and what the services get. An `item` function is also the text of a Code node, so it uses nothing but `i`.
 * `record` is written by hand for the bare client: both ways have to store the same.
 */

export const contact = {
	item: (i) => ({
		lastName: `Johnson ${i}`,
		firstName: 'Sarah',
		email: `sarah.${i}@customer.example`,
		mobile: `+1 555 ${i}`,
		phone: `+1 444 ${i}`,
		homePhone: `+1 333 ${i}`,
		title: 'HR Director',
		note: `Met at the fair, stand ${i % 40}`,
		city: 'Lyon',
		country: 'France',
	}),
	record: ({
		lastName,
		firstName,
		email,
		mobile,
		phone,
		homePhone,
		title,
		note,
		city,
		country,
	}) => ({
		Last_Name: lastName,
		First_Name: firstName,
		Email: email,
		Mobile: mobile,
		Phone: phone,
		Home_Phone: homePhone,
		Title: title,
		Description: note,
		Mailing_City: city,
		Mailing_Country: country,
	}),
};

/** API name of each field and the key it is mapped from. */
const CONTACT_KEYS = {
	Last_Name: 'lastName',
	First_Name: 'firstName',
	Email: 'email',
	Mobile: 'mobile',
	Phone: 'phone',
	Home_Phone: 'homePhone',
	Title: 'title',
	Description: 'note',
	Mailing_City: 'city',
	Mailing_Country: 'country',
};

/** The ten expressions by API name; `end` is put behind each path. */
export function contactExpressions(end = '') {
	return Object.fromEntries(
		Object.entries(CONTACT_KEYS).map(([name, key]) => [name, `={{ $json.${key}${end} }}`]),
	);
}

/** Items that are records already, for Auto-Map. */
export const contactRecord = {
	item: (i) => ({
		Last_Name: `Johnson ${i}`,
		First_Name: 'Sarah',
		Email: `sarah.${i}@customer.example`,
		Mobile: `+1 555 ${i}`,
		Phone: `+1 444 ${i}`,
		Home_Phone: `+1 333 ${i}`,
		Title: 'HR Director',
		Description: `Met at the fair, stand ${i % 40}`,
		Mailing_City: 'Lyon',
		Mailing_Country: 'France',
	}),
	record: (item) => item,
};

export const shoutedContact = {
	item: contact.item,
	record: (item) =>
		Object.fromEntries(
			Object.entries(contact.record(item)).map(([name, value]) => [name, value.toUpperCase()]),
		),
};

/** The ten expressions in the mix that public workflows have: paths, paths into another node, texts with two paths, plain text. */
export const mixedExpressions = {
	Last_Name: '={{ $json.lastName }}',
	First_Name: '={{ $json.firstName }}',
	Email: '={{ $json.email }}',
	Mobile: '={{ $json.mobile }}',
	Phone: "={{ $('Items').item.json.phone }}",
	Home_Phone: "={{ $('Items').item.json.homePhone }}",
	Title: '={{ $node["Items"].json.title }}',
	Description: '=Met at the fair in {{ $json.fair }}, stand {{ $json.stand }}',
	Mailing_City: '={{ $json.zip }} {{ $json.city }}',
	Mailing_Country: '=France',
};

export const mixedContact = {
	item: (i) => ({
		lastName: `Johnson ${i}`,
		firstName: 'Sarah',
		email: `sarah.${i}@customer.example`,
		mobile: `+1 555 ${i}`,
		phone: `+1 444 ${i}`,
		homePhone: `+1 333 ${i}`,
		title: 'HR Director',
		fair: 'Lyon',
		stand: i % 40,
		zip: '69001',
		city: 'Lyon',
	}),
	record: ({
		lastName,
		firstName,
		email,
		mobile,
		phone,
		homePhone,
		title,
		fair,
		stand,
		zip,
		city,
	}) => ({
		Last_Name: lastName,
		First_Name: firstName,
		Email: email,
		Mobile: mobile,
		Phone: phone,
		Home_Phone: homePhone,
		Title: title,
		Description: `Met at the fair in ${fair}, stand ${stand}`,
		Mailing_City: `${zip} ${city}`,
		Mailing_Country: 'France',
	}),
};

export const conversation = {
	item: (i) => ({
		customerId: '5a1b2c3d4e5f60718293a4b5',
		ticket: `HD-${i}`,
		subject: `Parcel ${i} arrived damaged`,
		channel: 'email',
		urgency: 1 + (i % 5),
		language: 'en_us',
	}),
	record: ({ customerId, ticket, subject, channel, urgency, language }) => ({
		customer: customerId,
		externalId: ticket,
		name: subject,
		replyChannel: channel,
		priority: urgency,
		defaultLang: language,
	}),
};

export const interaction = {
	item: (i) => ({
		channel: 'Voice Call',
		start: '2026-03-02T09:15:00Z',
		end: '2026-03-02T09:21:30Z',
		verified: true,
		call: `call-${i}`,
		customer: '003000000000001AAA',
		agent: '005000000000001AAA',
		topic: 'Card replacement',
		topic2: 'Fee reversal',
		summary: `New card ordered ${i}`,
	}),
	record: ({ channel, start, end, verified, call, customer, agent, topic, topic2, summary }) => ({
		communicationChannel: channel,
		startDateTime: iso(start),
		attendeeVerified: verified,
		endDateTime: iso(end),
		externalIdentifierId: call,
		engagementAttendees: [
			{ externalAttendeeId: customer, startDateTime: iso(start) },
			{ internalAttendeeId: agent, startDateTime: iso(start) },
		],
		engagementTopics: [{ name: topic, interactionSummary: summary }, { name: topic2 }],
	}),
};

const iso = (text) => new Date(text).toISOString();

export const supportCase = {
	item: (i) => ({ customer: `cus_${i}`, caseTitle: `Parcel ${i} never arrived`, clubNo: `A-${i}` }),
	record: ({ customer, caseTitle, clubNo }) => ({ customerId: customer, title: caseTitle, clubNo }),
};

export const chat = {
	item: (i) => ({ visitor: `Chat ${i}`, agent: '1000' }),
	record: ({ visitor, agent }) => ({
		object_describe_api_name: 'CustomerServiceSessionObj',
		name: visitor,
		owner: [agent],
		dataObjectApiName: 'CustomerServiceSessionObj',
	}),
};
