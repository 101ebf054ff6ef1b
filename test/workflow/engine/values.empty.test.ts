import type { IDataObject } from 'n8n-workflow';

import { useBigin } from '../../harness/bigin';

const ID = '2034020000000489034';

describe('An empty text in the JSON of an update', () => {
	const bigin = useBigin();
	const sent = async (resource: string, inputMode: string, record: IDataObject, options = {}) => {
		bigin.fakeServer().requests.length = 0;
		const result = await bigin.run(
			{ resource, operation: 'update', inputMode, jsonRecord: '={{ $json }}', options },
			[{ id: ID, Description: 'kept', ...record }],
		);
		const [{ id, Description: kept, ...changes } = {}] = (bigin
			.sent()
			.find(({ call }) => call.startsWith('PUT'))?.body.data ?? []) as IDataObject[];
		expect([result.error?.message.includes('must'), id, kept]).toEqual([
			result.error === undefined ? undefined : false,
			ID,
			'kept',
		]);
		return changes;
	};

	const FIELDS: Array<[string, string, string]> = [
		['a text', 'contact', 'Title'],
		['tags', 'contact', 'Tag'],
		['a lookup', 'contact', 'Account_Name'],
		['a list', 'pipelineRecord', 'Secondary_Contacts'],
		['rows', 'pipelineRecord', 'Associated_Products'],
		['participants', 'event', 'Participants'],
		['reminders', 'event', 'Remind_At'],
		['a rule', 'task', 'Recurring_Activity'],
		['a number', 'pipelineRecord', 'Amount'],
		['a day', 'task', 'Due_Date'],
		['a field of the account', 'contact', 'Own'],
	];

	it.each(
		FIELDS.flatMap(([what, resource, field]) =>
			['autoMap', 'json'].map((mode) => [what, mode, resource, field]),
		),
	)(
		'leaves the field as it is, and empties it on request: %s, %s',
		async (_what, mode, resource, field) => {
			expect(await sent(resource, mode, { [field]: '' })).toEqual({});
			expect(await sent(resource, mode, { [field]: null })).toEqual({ [field]: null });
			const cleared = await sent(resource, mode, { [field]: '' }, { clearEmptyFields: true });
			expect(Object.keys(cleared)).toEqual([field]);
			expect([null, []]).toContainEqual(cleared[field]);
		},
	);

	it.each(['Tag', 'Secondary_Contacts'])('may hold blanks and commas: %s', async (field) => {
		expect(await sent('pipelineRecord', 'autoMap', { [field]: ' , ' })).toEqual({});
		expect(await sent('pipelineRecord', 'autoMap', { [field]: [] })).toEqual({ [field]: [] });
	});

	it('keeps the tags of a record', async () => {
		const [id = ''] = await bigin.seed('contact', [{ Last_Name: 'Ann', Tag: [{ name: 'VIP' }] }]);
		await bigin.run({ resource: 'contact', operation: 'update', inputMode: 'autoMap' }, [
			{ id, Tag: '', Title: '' },
		]);
		expect(bigin.stored('Contacts')[0]).toMatchObject({ Tag: [{ name: 'VIP' }] });
	});
});
