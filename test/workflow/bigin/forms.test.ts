import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode } from '../../harness/workflow';

const values = (entry: unknown) => ({ values: entry });

/** Required fields of the three activities, as form values and as they are sent. */
const FORMS: Record<string, IDataObject> = {
	task: { Subject: 'Call back' },
	event: {
		Event_Title: 'Visit',
		Start_DateTime: '2026-03-01T10:00:00+01:00',
		End_DateTime: '2026-03-01T11:00:00+01:00',
	},
	call: {
		Call_Type: 'Outbound',
		Call_Start_Time: '2026-03-01T10:00:00+01:00',
		Call_Duration: '15',
	},
	pipelineRecord: { Deal_Name: 'Safari', Sub_Pipeline: 'Standard', Stage: 'New' },
	company: { Account_Name: 'Techtronics' },
};
const SENT: Record<string, IDataObject> = {
	...FORMS,
	call: { ...FORMS.call, Call_Duration: '15:00' },
};
const ID = '2034020000000489034';

describe("Bigin's forms", () => {
	let bigin: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		bigin = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await bigin.stop());
	beforeEach(() => bigin.reset());

	const run = async (parameters: IDataObject, items: IDataObject[] = [{}]) => {
		const result = await runNode({
			node: 'bigin',
			credentials: credentialsOf(bigin, 'biginOAuth2Api'),
			parameters: { operation: 'create', ...parameters } as INodeParameters,
			items,
		});
		// The node first compares keys that the form does not know with the account's fields.
		const sent = bigin
			.seen('/bigin/v2/')
			.filter(({ method }) => method === 'POST')
			.map(({ body }) => (body as { data: IDataObject[] }).data[0]);
		return {
			message: result.error?.message,
			record: sent[0],
			stored: Object.values(bigin.vendor.stored()).flat().length,
		};
	};
	const fill = async (resource: string, { Pipeline, ...additionalFields }: IDataObject) =>
		await run({
			resource,
			inputMode: 'define',
			...FORMS[resource],
			...(Pipeline === undefined ? {} : { Pipeline }),
			additionalFields,
		});

	it.each<[string, string, IDataObject, IDataObject]>([
		[
			'a rule that ends after a number of times',
			'event',
			{
				Recurring_Activity: values({
					FREQ: 'WEEKLY',
					INTERVAL: 2,
					BYDAY: ['MO', 'TH'],
					ends: 'COUNT',
					COUNT: 5,
				}),
			},
			{ Recurring_Activity: { RRULE: 'FREQ=WEEKLY;INTERVAL=2;COUNT=5;BYDAY=MO,TH' } },
		],
		[
			'a day of the month',
			'task',
			{
				Recurring_Activity: values({
					FREQ: 'MONTHLY',
					BYMONTHDAY: '15',
					ends: 'UNTIL',
					UNTIL: '2026-12-31',
				}),
			},
			{ Recurring_Activity: { RRULE: 'FREQ=MONTHLY;INTERVAL=1;UNTIL=2026-12-31;BYMONTHDAY=15' } },
		],
		[
			'a weekday of the month',
			'event',
			{
				Recurring_Activity: values({
					FREQ: 'YEARLY',
					BYDAY: ['FR'],
					BYSETPOS: '-1',
					ends: 'COUNT',
					COUNT: 3,
					DTSTART: '2026-03-01T09:00:00',
				}),
			},
			{
				Recurring_Activity: {
					RRULE: 'FREQ=YEARLY;INTERVAL=1;COUNT=3;BYDAY=FR;BYSETPOS=-1;DTSTART=2026-03-01',
				},
			},
		],
		[
			'a mapped choice that is empty',
			'task',
			{
				Recurring_Activity: values({
					FREQ: 'DAILY',
					ends: '={{ "UNTIL" }}',
					COUNT: 4,
					UNTIL: '2026-04-01',
				}),
			},
			{ Recurring_Activity: { RRULE: 'FREQ=DAILY;INTERVAL=1;UNTIL=2026-04-01' } },
		],
		[
			'an alarm at a moment',
			'task',
			{ Remind_At: values({ ACTION: 'POPUP', when: 'moment', moment: '2026-03-01T09:00:00' }) },
			{
				Remind_At: { ALARM: 'FREQ=NONE;ACTION=POPUP;TRIGGER=DATE-TIME:2026-03-01T09:00:00+01:00' },
			},
		],
		[
			'an alarm weeks before',
			'task',
			{
				Recurring_Activity: { values: { FREQ: 'DAILY', ends: 'COUNT', COUNT: 2 } },
				Remind_At: values({ ACTION: 'EMAIL', when: 'W', before: 3, TRIGGER_TIME: '22:45' }),
			},
			{
				Recurring_Activity: { RRULE: 'FREQ=DAILY;INTERVAL=1;COUNT=2' },
				Remind_At: { ALARM: 'ACTION=EMAIL;TRIGGER=-P3W;TRIGGER_TIME=22:45' },
			},
		],
		[
			'a related company',
			'call',
			{ Related_Record: values({ module: 'Accounts', id: ID }) },
			{ Related_To: { id: ID }, $se_module: 'Accounts' },
		],
		[
			'a related pipeline record',
			'task',
			{ Related_Record: values({ module: 'Pipelines', id: ID, name: 'Safari' }) },
			{ Related_To: { id: ID, name: 'Safari' }, $se_module: 'Pipelines' },
		],
		[
			'a related record without a type',
			'event',
			{ Related_Record: values({ id: ID }) },
			{ Related_To: { id: ID } },
		],
		[
			'two further contacts',
			'pipelineRecord',
			{ Secondary_Contacts: `${ID}, 2034020000000489035` },
			{ Secondary_Contacts: [{ id: ID }, { id: '2034020000000489035' }] },
		],
		[
			'a team pipeline by id alone',
			'pipelineRecord',
			{ Pipeline: { __rl: true, mode: 'list', value: ID }, Amount: 12.5 },
			{ Pipeline: { id: ID }, Amount: 12.5 },
		],
		[
			'a product row without a price',
			'pipelineRecord',
			{ Associated_Products: values([{ id: ID }]) },
			{ Associated_Products: [{ Product: { id: ID }, Quantity: 1 }] },
		],
		[
			'rows and tags that are empty',
			'event',
			{ Participants: {}, Remind_At: values([]), Tag: '' },
			{ Participants: [], Remind_At: [], Tag: [] },
		],
		['a status of the own account', 'task', { Status: '={{ "Parked" }}' }, { Status: 'Parked' }],
	])('send %s', async (_what, resource, fields, expected) => {
		const { message, record, stored } = await fill(resource, fields);
		expect(message).toBeUndefined();
		expect(record).toEqual({ ...SENT[resource], ...expected });
		expect(stored).toBe(1);
	});

	it.each<[string, IDataObject, string]>([
		[
			'event',
			{ Recurring_Activity: values({ FREQ: 'DAILY', INTERVAL: 100, ends: 'COUNT', COUNT: 1 }) },
			"'Repeat > Interval' must be a whole number from 1 to 99, but is 100",
		],
		[
			'event',
			{ Recurring_Activity: values({ FREQ: 'DAILY', ends: 'COUNT', COUNT: 0 }) },
			"'Repeat > Repeat Times' must be a whole number from 1 to 99, but is 0",
		],
		[
			'event',
			{ Recurring_Activity: values({ FREQ: 'DAILY', ends: 'UNTIL' }) },
			"'Repeat > Repeat Until' is missing",
		],
		[
			'event',
			{ Recurring_Activity: values({ FREQ: 'DAILY', ends: 'UNTIL', UNTIL: 'soon' }) },
			`'Repeat > Repeat Until' must be a date, but is "soon"`,
		],
		[
			'task',
			{ Recurring_Activity: values({ FREQ: '={{ "WEEKLY" }}', BYMONTHDAY: '3', ends: 'COUNT' }) },
			"'Repeat > On Day of Month' is only for a monthly or yearly frequency",
		],
		[
			'task',
			{ Recurring_Activity: values({ FREQ: 'MONTHLY', BYMONTHDAY: '32', ends: 'COUNT' }) },
			"'Repeat > On Day of Month' must be a whole number from 1 to 31, but is 32",
		],
		[
			'task',
			{
				Recurring_Activity: values({
					FREQ: 'WEEKLY',
					BYDAY: '={{ ["MO", "Tuesday"] }}',
					ends: 'COUNT',
				}),
			},
			`'Repeat > On Days of Week' must hold SU, MO, TU, WE, TH, FR or SA only, but holds "Tuesday"`,
		],
		[
			'task',
			{ Remind_At: values({ ACTION: 'EMAIL', when: 'moment' }) },
			"'Reminder > Remind At' is missing",
		],
		[
			'task',
			{ Remind_At: values({ ACTION: 'EMAIL', when: 'D', before: 1, TRIGGER_TIME: '9 am' }) },
			`'Reminder > Time of Day' must be a time from 00:00 to 23:59, but is "9 am"`,
		],
		[
			'task',
			{ Remind_At: values({ ACTION: 'EMAIL', when: 'D', before: 1, TRIGGER_TIME: '09:00' }) },
			"'Reminder' is set to days or weeks before, which only a task that repeats can have",
		],
		[
			'event',
			{
				Participants: values([
					{ type: 'user', participant: ID },
					{ type: 'email', participant: 'nobody' },
				]),
			},
			`'Participant 2 > Participant' must be an email address, but is "nobody"`,
		],
		[
			'event',
			{ Participants: values([{ type: 'contact', participant: 'a@example.com' }]) },
			`'Participant 1 > Participant' must be a Bigin ID of up to 19 digits, but is "a@example.com"`,
		],
		[
			'event',
			{ Remind_At: values([{ unit: 1.5, period: 'hours' }]) },
			"'Reminder 1 > Time Before' must be a whole number from 0 up, but is 1.5",
		],
		[
			'call',
			{ Related_Record: values({ module: 'Contacts', id: '../1' }) },
			`'Related Record > Record' must be a Bigin ID of up to 19 digits, but is "../1"`,
		],
		[
			'pipelineRecord',
			{ Associated_Products: values([{ id: ID, List_Price: 'cheap' }]) },
			`'Product 1 > List Price' must be a number from 0 up, but is "cheap"`,
		],
		[
			'pipelineRecord',
			{ Secondary_Contacts: `${ID}, x` },
			`'Secondary Contact IDs' must be a Bigin ID of up to 19 digits, but is "x"`,
		],
	])('refuse for a %s the values %j', async (resource, fields, message) => {
		const result = await fill(resource, fields);
		expect(result).toEqual({ message: `${message} [item 0]`, record: undefined, stored: 0 });
	});

	it.each<[string, IDataObject, IDataObject | string]>([
		[
			'event',
			{
				...SENT.event,
				$se_module: 'Contacts',
				Related_To: { id: ID },
				Recurring_Activity: 'FREQ=DAILY;INTERVAL=1;COUNT=2',
			},
			{ Recurring_Activity: { RRULE: 'FREQ=DAILY;INTERVAL=1;COUNT=2' } },
		],
		[
			'task',
			{
				...SENT.task,
				Related_To: ID,
				Remind_At: { ALARM: 'ACTION=POPUP;TRIGGER=DATE-TIME:2026-03-01T09:00:00+01:00' },
			},
			{ Related_To: { id: ID } },
		],
		['call', { ...SENT.call, Call_Duration: 1.5 }, { Call_Duration: '01:30' }],
		[
			'pipelineRecord',
			{
				...SENT.pipelineRecord,
				Amount: '4000',
				Associated_Products: [{ Product: { id: ID, name: 'Safari' }, Quantity: 2, Tax: 7 }],
			},
			{ Amount: 4000 },
		],
		[
			'pipelineRecord',
			{ ...SENT.pipelineRecord, Associated_Products: [{ Quantity: 5 }] },
			"'Product 1 > Product ID' is missing",
		],
		['contact', { Last_Name: 'Ann', email: 'ann@example.com' }, "'email' must be written 'Email'"],
		['contact', { 'Last Name': 'Ann' }, "'Last Name' is missing"],
		[
			'contact',
			{ Last_Name: 'Ann', Tag: [ID] },
			`'Tag Names or IDs' must hold names of tags, but holds the ID ${ID}`,
		],
		[
			'company',
			{ ...SENT.company, Billing_Code: 12345, Invoice_Terms: '30 days' },
			{ Billing_Code: '12345' },
		],
		[
			'event',
			{ ...SENT.event, Recurring_Activity: 'daily' },
			`'Repeat' must be a rule of KEY=VALUE pairs, or an object with one as RRULE, but is "daily"`,
		],
		[
			'task',
			{ ...SENT.task, Remind_At: [{ unit: 1, period: 'hours' }] },
			`'Reminder' must be a rule of KEY=VALUE pairs, or an object with one as ALARM, but is [{"unit":1,"period":"hours"}]`,
		],
		[
			'event',
			{ ...SENT.event, End_DateTime: '2026-03-01T10:00:00+02:00' },
			"'End' must be after 'Start', but is 2026-03-01T10:00:00+02:00 for a start at 2026-03-01T10:00:00+01:00",
		],
		[
			'call',
			{ ...SENT.call, Call_Duration: '1:2:3' },
			`'Call Duration (Minutes)' must be a number of minutes, or minutes and seconds as mm:ss, but is "1:2:3"`,
		],
		[
			'call',
			{ ...SENT.call, Call_Type: 'Sideways' },
			`'Call Type' must be one of Outbound, Inbound, Missed, but is "Sideways"`,
		],
	])("read a %s in the API's own form: %j", async (resource, given, expected) => {
		const result = await run({ resource, inputMode: 'autoMap' }, [given]);
		if (typeof expected === 'string')
			expect(result).toEqual({ message: `${expected} [item 0]`, record: undefined, stored: 0 });
		else
			expect(result).toEqual({ message: undefined, record: { ...given, ...expected }, stored: 1 });
	});
});
