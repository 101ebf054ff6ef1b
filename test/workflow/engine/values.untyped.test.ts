import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { toBigin } from '../../../nodes/Bigin/fields/custom';
import { autoMap, useShareCrm } from '../../harness/sharecrm';
import { autoMap as interaction, Org, record } from '../../harness/salesforceEngagement';

const TEXT = '2026-04-12T22:00:00.000Z';
const MILLIS = Date.parse(TEXT);
const FORMS = [
	new Date(TEXT),
	TEXT,
	DateTime.fromISO(TEXT, { zone: 'Europe/Berlin' }),
	'2026-04-13T00:00:00.000+02:00',
];

describe("A date in a tenant's own field of ShareCRM, whose type JSON does not tell", () => {
	const { bodies, run } = useShareCrm();
	const sent = () => bodies().map(({ data }) => data.object_data as IDataObject);

	it.each(['autoMap', 'json'])(
		'goes out in milliseconds, as a date and as the text that it becomes in JSON: %s',
		async (inputMode) => {
			const result = await run({
				parameters: {
					...autoMap,
					inputMode,
					jsonRecord: '={{ $json }}',
					requestOptions: { parallelRequests: 1 },
				},
				items: FORMS.map((own__c) => ({ name: 'Chat', own__c }) as unknown as IDataObject),
			});
			expect(result.error).toBeUndefined();
			expect(sent().map(({ own__c }) => own__c)).toEqual([MILLIS, MILLIS, MILLIS, MILLIS]);
		},
	);

	it('is told from a text that only begins like one, and from a field that is known', async () => {
		const name = TEXT;
		await run({
			parameters: autoMap,
			items: [
				{
					name,
					record_type: TEXT,
					a__c: '2026-04-12',
					b__c: `${TEXT} call`,
					c__c: '2026-04-12T22:00:00Z',
					d__c: '2026-02-30T25:00:00.000Z',
					e__c: [TEXT],
				},
			],
		});
		expect(sent()).toMatchObject([
			{
				name,
				record_type: TEXT,
				a__c: '2026-04-12',
				b__c: `${TEXT} call`,
				c__c: '2026-04-12T22:00:00Z',
				d__c: '2026-02-30T25:00:00.000Z',
				e__c: [TEXT],
			},
		]);
	});

	it('is text where the form says so', async () => {
		const values = [{ key: 'own__c', kind: 'text', text: TEXT }];
		await run({
			parameters: {
				...autoMap,
				inputMode: 'define',
				name: 'Chat',
				additionalFields: { customFields: { values } },
			},
			items: [{}],
		});
		expect(sent()).toMatchObject([{ own__c: TEXT }]);
	});

	it('goes out in milliseconds from detail records, too', async () => {
		await run({
			parameters: autoMap,
			items: [
				{
					name: 'Chat',
					details: { LineObj: [{ at__c: new Date(TEXT) }, { at__c: TEXT }, { at__c: 'soon' }] },
				} as unknown as IDataObject,
			],
		});
		expect(bodies()[0]?.data.details).toEqual({
			LineObj: [{ at__c: MILLIS }, { at__c: MILLIS }, { at__c: 'soon' }],
		});
	});
});

describe('A date in a custom field of Salesforce, whose type JSON does not tell', () => {
	const org = new Org();

	it.each(['autoMap', 'json'])(
		'goes out as its ISO text, as a date and as text: %s',
		async (inputMode) => {
			const items = FORMS.slice(0, 2).map((value, index) =>
				record(index, { customFieldsList: [{ key: 'Own__c', value }] } as unknown as IDataObject),
			);
			const result = await org.run({
				parameters: { ...interaction, inputMode, jsonRecord: '={{ $json }}' },
				items,
			});
			expect(result.error).toBeUndefined();
			expect(org.stored().map(({ customFieldsList }) => customFieldsList)).toEqual(
				items.map(() => [{ key: 'Own__c', value: TEXT }]),
			);
		},
	);
});

describe("A value of an account's own field of Bigin", () => {
	const context = { timezone: 'Europe/Berlin', options: {} };

	it.each(FORMS.map((value, index) => [index, value]))(
		'is converted by its type, in whatever form the date comes: %i',
		(_index, value) => {
			expect(toBigin(value, 'date', "'Own'", 'Own', context)).toBe('2026-04-13');
			expect(Date.parse(String(toBigin(value, 'datetime', "'Own'", 'Own', context)))).toBe(MILLIS);
			expect(toBigin(value, 'datetime', "'Own'", 'Own', context)).toMatch(
				/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/,
			);
		},
	);
});
