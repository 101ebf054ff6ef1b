import type { IDataObject } from 'n8n-workflow';

/** A module of Bigin, as tests need it. */
export interface Case {
	resource: string;
	module: string;
	/** Required fields with their display names; the first one holds the name of a record. */
	required: Array<[string, string]>;
	/** What a record has beyond its name. */
	more?: IDataObject;
}

/** The seven modules. */
export const CASES: Case[] = [
	{ resource: 'contact', module: 'Contacts', required: [['Last_Name', 'Last Name']] },
	{ resource: 'company', module: 'Accounts', required: [['Account_Name', 'Company Name']] },
	{
		resource: 'pipelineRecord',
		module: 'Pipelines',
		required: [
			['Deal_Name', 'Pipeline Record Name'],
			['Sub_Pipeline', 'Sub-Pipeline'],
			['Stage', 'Stage'],
		],
		more: { Sub_Pipeline: 'Sales Pipeline Standard', Stage: 'Qualification' },
	},
	{ resource: 'product', module: 'Products', required: [['Product_Name', 'Product Name']] },
	{ resource: 'task', module: 'Tasks', required: [['Subject', 'Subject']] },
	{
		resource: 'event',
		module: 'Events',
		required: [
			['Event_Title', 'Title'],
			['Start_DateTime', 'Start'],
			['End_DateTime', 'End'],
		],
		more: {
			Start_DateTime: '2026-03-01T10:00:00+01:00',
			End_DateTime: '2026-03-01T11:00:00+01:00',
		},
	},
	{
		resource: 'call',
		module: 'Calls',
		required: [
			['Call_Type', 'Call Type'],
			['Call_Start_Time', 'Call Start Time'],
			['Call_Duration', 'Call Duration (Minutes)'],
		],
		more: {
			Call_Type: 'Inbound',
			Call_Start_Time: '2026-03-01T10:00:00+01:00',
			Call_Duration: '15:00',
		},
	},
];

const TITLE: Record<string, [string, string]> = { call: ['Subject', 'Subject'] };
/** API name and display name of the field that names a record. */
export const title = ({ resource, required }: Case) => TITLE[resource] ?? required[0] ?? ['', ''];
/** A record that Bigin takes, with a name. */
export const record = (entry: Case, name: string): IDataObject => ({
	...entry.more,
	[title(entry)[0]]: name,
});
