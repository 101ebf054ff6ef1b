import {
	biginBaseline,
	khorosBaseline,
	kustomerBaseline,
	salesforceBaseline,
} from './baselines.mjs';
import {
	contact,
	contactExpressions,
	contactRecord,
	conversation,
	interaction,
	mixedContact,
	mixedExpressions,
	shoutedContact,
	supportCase,
} from './records.mjs';
import { KUSTOMER_SCENARIOS } from './kustomer.mjs';
import { SALESFORCE } from './salesforce.mjs';
import { ours, rows, within } from './scenario.mjs';
import { SHARE_CRM_SCENARIOS } from './shareCrm.mjs';
import { MANY_TURNS } from './settings.mjs';

/**
 * A scenario of the table.
 * `vendor` is the key of its fake server, `source` makes items and records, `node` is ours, `peer` another node on the same items.
 * `kind` names the records that are counted, the first kind of the service if absent. `seed` stores what is there before, in the
 * sandbox's process. With `reads` one item goes in, and `count` records come out. `rest` is a pause before our node's turn, in milliseconds.
 * `between` puts a node between that of the items and the one that is measured, `baseline` sends the records by a bare client, `passes` compares the milliseconds.
 */

const {
	Last_Name: lastName,
	Mailing_City: city,
	Mailing_Country: country,
	...others
} = contactExpressions();

const contactNode = (expressions) => {
	const { Last_Name, Mailing_City, Mailing_Country, ...fields } = expressions;
	return bigin({
		inputMode: 'define',
		Last_Name,
		additionalFields: { ...fields, Mailing_Address: { values: { Mailing_City, Mailing_Country } } },
	});
};

function bigin(parameters) {
	return ours('bigin', 'biginOAuth2Api', {
		resource: 'contact',
		operation: 'create',
		...parameters,
	});
}

const zohoCrm = {
	type: 'n8n-nodes-base.zohoCrm',
	typeVersion: 1,
	credential: 'zohoOAuth2Api',
	fakeServer: 'peer',
	once: true,
	parameters: {
		resource: 'contact',
		operation: 'create',
		lastName,
		additionalFields: {
			...others,
			Mailing_Address: { address_fields: { Mailing_City: city, Mailing_Country: country } },
		},
	},
};

const editFields = {
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: {
		assignments: {
			assignments: Object.entries(contactExpressions('.toUpperCase()')).map(([name, value]) => ({
				id: name,
				name,
				value,
				type: 'string',
			})),
		},
		options: {},
	},
};

export const AUTO_MAP = bigin({ inputMode: 'autoMap' });

export const SCENARIOS = [
	{
		name: 'Bigin, 1,000 contacts, 10 fields by drag and drop',
		vendor: 'bigin',
		count: 1000,
		source: contact,
		node: contactNode(contactExpressions()),
		peer: zohoCrm,
		baseline: biginBaseline,
		bar: '<= 1.5 x baseline, >= 100 x faster than the Zoho CRM node',
		passes: ({ ours: mine, baseline, peer }) => mine <= 1.5 * baseline && peer >= 100 * mine,
	},
	{
		name: 'Bigin, 10,000 contacts, 10 fields by drag and drop',
		vendor: 'bigin',
		count: 10_000,
		turns: MANY_TURNS,
		source: contact,
		node: contactNode(contactExpressions()),
		baseline: biginBaseline,
		bar: '<= 1.2 x baseline',
		passes: within(1.2),
	},
	{
		name: 'Bigin, 10,000 contacts, auto-map',
		vendor: 'bigin',
		count: 10_000,
		turns: MANY_TURNS,
		source: contactRecord,
		node: AUTO_MAP,
		baseline: biginBaseline,
		bar: '<= 1.15 x baseline',
		passes: within(1.15),
	},
	{
		name: 'Bigin, 10,000 contacts, 10 real expressions',
		vendor: 'bigin',
		count: 10_000,
		source: shoutedContact,
		node: contactNode(contactExpressions('.toUpperCase()')),
		peer: editFields,
		baseline: biginBaseline,
		bar: '<= 1.1 x Edit Fields + baseline',
		passes: ({ ours: mine, baseline, peer }) => mine <= 1.1 * peer + baseline,
	},
	{
		name: 'Bigin, 10,000 contacts, 10 fields in the public mix',
		vendor: 'bigin',
		count: 10_000,
		turns: MANY_TURNS,
		source: mixedContact,
		between: true,
		node: contactNode(mixedExpressions),
		baseline: biginBaseline,
		bar: '<= 1.5 x baseline',
		passes: within(1.5),
	},
	{
		name: 'Kustomer, 10,000 conversations in bulk with wait',
		vendor: 'kustomer',
		count: 10_000,
		source: conversation,
		node: ours('kustomer', 'kustomerApi', {
			resource: 'conversation',
			operation: 'createBulk',
			inputMode: 'define',
			customer: '={{ $json.customerId }}',
			additionalFields: {
				externalId: '={{ $json.ticket }}',
				name: '={{ $json.subject }}',
				replyChannel: '={{ $json.channel }}',
				priority: '={{ $json.urgency }}',
				defaultLang: '={{ $json.language }}',
			},
		}),
		baseline: kustomerBaseline,
		bar: '<= 1.2 x baseline (same job model)',
		passes: within(1.2),
	},
	...KUSTOMER_SCENARIOS,
	{
		name: 'Salesforce, 1,000 interactions, 2 attendees and 2 topics each',
		vendor: 'salesforceEngagement',
		count: 1000,
		turns: MANY_TURNS,
		source: interaction,
		node: ours('salesforceEngagement', 'salesforceEngagementOAuth2Api', {
			authentication: 'oAuth2',
			resource: 'interaction',
			operation: 'create',
			inputMode: 'define',
			communicationChannel: '={{ $json.channel }}',
			startDateTime: '={{ $json.start }}',
			attendeeVerified: '={{ $json.verified }}',
			additionalFields: {
				endDateTime: '={{ $json.end }}',
				externalIdentifierId: '={{ $json.call }}',
				engagementAttendees: rows(
					{ externalAttendeeId: '={{ $json.customer }}', startDateTime: '={{ $json.start }}' },
					{ internalAttendeeId: '={{ $json.agent }}', startDateTime: '={{ $json.start }}' },
				),
				engagementTopics: rows(
					{ name: '={{ $json.topic }}', interactionSummary: '={{ $json.summary }}' },
					{ name: '={{ $json.topic2 }}' },
				),
			},
		}),
		baseline: salesforceBaseline,
		bar: '<= 1.3 x baseline',
		passes: within(1.3),
	},
	...SALESFORCE,
	{
		name: 'Khoros Marketing, 1,000 cases, one a request',
		vendor: 'khorosMarketing',
		count: 1000,
		source: supportCase,
		node: ours('khorosMarketing', 'khorosMarketingCrmApi', {
			resource: 'case',
			operation: 'create',
			inputMode: 'define',
			customerId: '={{ $json.customer }}',
			title: '={{ $json.caseTitle }}',
			mapCustomFields: true,
			customFields: {
				mappingMode: 'defineBelow',
				value: { clubNo: '={{ $json.clubNo }}' },
				matchingColumns: [],
				schema: [],
			},
		}),
		baseline: khorosBaseline,
		bar: '<= 1.2 x baseline',
		passes: within(1.2),
	},
	...SHARE_CRM_SCENARIOS,
];
