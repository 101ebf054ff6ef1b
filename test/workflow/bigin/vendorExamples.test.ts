import type { INodeParameters } from 'n8n-workflow';

import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { EXAMPLES } from '../../fixtures/biginExamples';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode } from '../../harness/workflow';

const OWNER = '2034020000000457001';
const values = (entry: unknown) => ({ values: entry });

/** The form values that produce each example of the vendor's page, by module. */
const FORMS: Record<
	string,
	{ parameters: unknown; items?: Array<Record<string, string | boolean>> }
> = {
	Contacts: {
		parameters: {
			resource: 'contact',
			Last_Name: '={{ $json.last }}',
			additionalFields: {
				Owner: OWNER,
				Account_Name: '2034020000000489159',
				First_Name: '={{ $json.first }}',
				Title: '={{ $json.title }}',
				Email: '={{ $json.email }}',
				Mobile: '={{ $json.mobile }}',
				Email_Opt_Out: '={{ $json.optOut }}',
				Tag: '={{ $json.tags }}',
				Description: '={{ $json.about }}',
				Mailing_Address: values({
					Mailing_Street: '={{ $json.street }}',
					Mailing_City: '={{ $json.city }}',
					Mailing_State: '={{ $json.state }}',
					Mailing_Country: 'United States',
					Mailing_Zip: '={{ $json.zip }}',
				}),
			},
		},
		items: [
			{
				first: 'Sarah',
				last: 'Johnson',
				title: 'HR Director',
				email: 'sarah.johnson@example.com',
				mobile: '+1 (555) 987-6543',
				optOut: true,
				tags: 'Recruitment',
				about: 'Manages all aspects of human resources and recruitment processes.',
				street: '456 Elm Avenue',
				city: 'Springfield',
				state: 'Illinois',
				zip: '67890',
			},
			{
				first: 'Robert',
				last: 'Williams',
				title: 'Manager',
				email: 'robert.williams@example.com',
				mobile: '+1 (555) 246-8135',
				optOut: false,
				tags: '',
				about: 'Manager responsible for overall team strategy and decision-making.',
				street: '789 Oak Lane',
				city: 'Metropolis',
				state: 'New York',
				zip: '54321',
			},
		],
	},
	Pipelines: {
		parameters: {
			resource: 'pipelineRecord',
			Deal_Name: 'Adventure Tour Package',
			Sub_Pipeline: 'Sales Pipeline Standard',
			Stage: 'Needs Analysis',
			Pipeline: '={{ { id: "2034020000000095023", name: "Sales - Marketing" } }}',
			additionalFields: {
				Owner: OWNER,
				Account_Name: '2034020000000459518',
				Contact_Name: '2034020000000489033',
				Amount: 4000,
				Secondary_Contacts: '',
				Closing_Date: '2023-10-10',
				Tag: 'Adventure, SuperCool',
				Description: 'A sample pipeline record',
				Associated_Products: values([
					{
						id: '2034020000000489203',
						name: 'Amazon Rainforest Expedition',
						List_Price: '2000',
						Quantity: 1,
						Discount: '0',
					},
					{
						id: '2034020000000489200',
						name: 'African Safari Adventure',
						List_Price: '1500',
						Quantity: 2,
						Discount: '10',
					},
				]),
			},
		},
	},
	Accounts: {
		parameters: {
			resource: 'company',
			Account_Name: 'Techtronics Inc.',
			additionalFields: {
				Owner: OWNER,
				Phone: '+1-555-1234567',
				Website: 'www.techtronics.com',
				Tag: 'Tech, Gadgets',
				Description:
					'Techtronics Inc. is a leading provider of innovative electronic gadgets and cutting-edge technology solutions.',
				Billing_Address: values({
					Billing_Street: '123 Main Street',
					Billing_City: 'Anytown',
					Billing_State: 'California',
					Billing_Country: 'United States',
					Billing_Code: '12345',
				}),
			},
		},
	},
	Products: {
		parameters: {
			resource: 'product',
			Product_Name: 'Adventure Safari',
			additionalFields: {
				Owner: OWNER,
				Product_Code: 'ADV001',
				Unit_Price: 500,
				Product_Category: 'Safari',
				Description: EXAMPLES.Products.data[0]?.Description ?? '',
				Tag: 'Wildlife, Adventure',
				Product_Active: true,
			},
		},
	},
	Calls: {
		parameters: {
			resource: 'call',
			Call_Type: 'Outbound',
			Call_Start_Time: '2023-07-12T15:30:00+05:30',
			Call_Duration: '90',
			additionalFields: {
				Owner: OWNER,
				Contact_Name: '2034020000000489033',
				Related_Record: values({ module: '', id: '2034020000000489123', name: 'Cruise Package' }),
				Subject: 'Cruise Package Discussion',
				Description: 'This is sample call about cruise package discussion',
				Call_Agenda: 'Discuss requirements and prices of the package.',
				Reminder: '2023-07-12T15:25:00+05:30',
				Dialled_Number: '+1 (555) 246-8135',
				Tag: 'Vacation, Adventure',
			},
		},
	},
	Events: {
		parameters: {
			resource: 'event',
			Event_Title: 'Event before SKI Vacation Package',
			Start_DateTime: '2023-08-20T10:00:00+05:30',
			End_DateTime: '2023-08-21T10:00:00+05:30',
			additionalFields: {
				Owner: OWNER,
				All_day: false,
				Recurring_Activity: values({
					FREQ: 'MONTHLY',
					INTERVAL: 1,
					BYDAY: ['MO'],
					ends: 'UNTIL',
					UNTIL: '2023-09-05',
				}),
				Remind_At: values([
					{ unit: 1, period: 'hours' },
					{ unit: 30, period: 'minutes' },
				]),
				Venue: 'Online (Zoom)',
				Related_Record: values({
					module: 'Contacts',
					id: '2034020000000478422',
					name: 'Ski Vacation Package Closed Lost',
				}),
				Participants: values([
					{ type: 'user', participant: '2034020000000472114' },
					{ type: 'email', participant: 'aravind.vavilala+bigin_v2apis@zohotest.com' },
					{ type: 'contact', participant: '2034020000000489034' },
				]),
				Description: 'This is a sample event on the SKI Vacation Package.',
				Tag: 'Remote, Vacation',
			},
		},
	},
	Tasks: {
		parameters: {
			resource: 'task',
			Subject: 'Follow-up email to Ava Bell',
			additionalFields: {
				Owner: OWNER,
				Due_Date: '2023-07-25',
				Recurring_Activity: values({
					FREQ: 'WEEKLY',
					INTERVAL: 1,
					BYDAY: ['TH'],
					ends: 'UNTIL',
					UNTIL: '2023-07-27',
					DTSTART: '2023-07-26',
				}),
				Remind_At: values({ ACTION: 'EMAIL', when: 'moment', moment: '2023-07-25T12:00:00+05:30' }),
				Related_Record: values({
					module: '',
					id: '2034020000000489080',
					name: 'Wellness Retreat Package',
				}),
				Description:
					'This task is related to contacting Ava Bell regarding Wellness Retreat Package.',
				Priority: 'Normal',
				Status: 'Not Started',
				Tag: '',
			},
		},
	},
};

interface Body {
	data: Array<{ Recurring_Activity?: { RRULE: string } }>;
}

/** The order of the pairs in a rule has no meaning, so compare them sorted. */
function sortedRules(body: unknown): unknown {
	const copy = structuredClone(body) as Body;
	for (const record of copy.data) {
		if (record.Recurring_Activity)
			record.Recurring_Activity.RRULE = record.Recurring_Activity.RRULE.split(';').sort().join(';');
	}
	return copy;
}

describe("Bigin's own examples", () => {
	let bigin: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		bigin = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await bigin.stop());
	beforeEach(() => bigin.reset());

	it.each(Object.entries(EXAMPLES))('%s', async (module, example) => {
		const { parameters, items = [{}] } = FORMS[module] ?? { parameters: {} };
		const result = await runNode({
			node: 'bigin',
			credentials: credentialsOf(bigin, 'biginOAuth2Api'),
			parameters: { operation: 'create', inputMode: 'define', ...(parameters as INodeParameters) },
			items,
		});
		expect(result.error).toBeUndefined();
		const sent = bigin.seen(`/bigin/v2/${module}`);
		expect(sent).toHaveLength(1);
		expect(sent[0]?.method).toBe('POST');
		expect(sortedRules(sent[0]?.body)).toEqual(sortedRules(example));
		expect(result.items.map(({ json }) => json.status)).toEqual(example.data.map(() => 'success'));
		expect(bigin.vendor.stored()[module]).toHaveLength(example.data.length);
	});
});
