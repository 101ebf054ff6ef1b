import { DateTime } from 'luxon';

import {
	biginCustomFields,
	biginFields,
	everyWay,
	khorosField,
	kustomerCustomField,
	kustomerField,
	salesforceCustomField,
	salesforceField,
	shareCrmCustomField,
	shareCrmField,
	useSentFields,
	type SentField,
} from '../../harness/sentFields';

const CALL = {
	Call_Type: 'Inbound',
	Call_Start_Time: '2026-03-01T10:00:00+01:00',
	Call_Duration: '15:00',
};

/** Fields that hold a day. */
const DAYS: SentField[] = [
	...biginFields('task', 'Due_Date', { Subject: 'S' }),
	...biginCustomFields('date', 'dateTime'),
	salesforceCustomField('date'),
];

/** Fields that hold a moment. */
const MOMENTS: SentField[] = [
	...biginFields('call', 'Call_Start_Time', CALL),
	...biginCustomFields('datetime', 'dateTime'),
	salesforceField('startDateTime'),
	salesforceCustomField('dateTime'),
	kustomerField('createdAt'),
	kustomerCustomField('dueAt', 'dateTime'),
	khorosField('created'),
	shareCrmField('create_time'),
	shareCrmCustomField('date'),
	shareCrmCustomField('dateTime'),
];

describe('A date field', () => {
	const sentFields = useSentFields();

	it.each(everyWay([...DAYS, ...MOMENTS]))(
		'refuses numbers that are no milliseconds, and says what they look like: %s',
		async (_name, sentField, mode) => {
			const went = await sentFields.send(sentField, mode, [46205, '46205.5', 20260301, '20260301']);
			expect(went.map(({ sent, message }) => ({ sent, message }))).toEqual(
				went.map(() => ({
					sent: undefined,
					message: expect.stringContaining('must be a date, but '),
				})),
			);
			expect(went.map(({ description }) => description)).toEqual([
				"A spreadsheet's day number: 2026-07-02. Convert it with an expression such as {{ $json.date.toDateTime('excel').toUTC().toFormat('yyyy-MM-dd') }}.",
				"A spreadsheet's day number: 2026-07-02T12:00:00. Convert it with an expression such as {{ $json.date.toDateTime('excel').toUTC().toFormat('yyyy-MM-dd HH:mm:ss') }}.",
				"A compact date: 2026-03-01. Convert it with an expression such as {{ DateTime.fromFormat($json.date.toString(), 'yyyyMMdd').toFormat('yyyy-MM-dd') }}.",
				"A compact date: 2026-03-01. Convert it with an expression such as {{ DateTime.fromFormat($json.date.toString(), 'yyyyMMdd').toFormat('yyyy-MM-dd') }}.",
			]);
		},
	);

	it.each(everyWay([...DAYS, ...MOMENTS]))(
		'refuses a date that could have the day or the month first, until an option tells: %s',
		async (_name, sentField, mode) => {
			const given = ['05/04/2026', '13/04/2026', '5.4.2026'];
			const went = await sentFields.send(sentField, mode, given);
			expect(went).toEqual(
				given.map(() => ({
					message: expect.stringContaining('could have the day or the month first'),
					description: expect.stringContaining("'Read Dates As'"),
				})),
			);
			const iso = await sentFields.send(sentField, mode, [
				'2026-04-05',
				'2026-04-13',
				'2026-04-05',
				'2026-05-04',
			]);
			const sent = iso.map((entry) => entry.sent);
			expect(
				(
					await sentFields.send(sentField, mode, given, { options: { readDatesAs: 'dayFirst' } })
				).map((entry) => entry.sent),
			).toEqual(sent.slice(0, 3));
			expect(
				(
					await sentFields.send(sentField, mode, given, { options: { readDatesAs: 'monthFirst' } })
				).map((entry) => entry.sent),
			).toEqual([sent[3], undefined, sent[3]]);
		},
	);

	it.each(everyWay([...DAYS, ...MOMENTS]))(
		'refuses NaN and an invalid date, which JSON would write as null: %s',
		async (_name, sentField, mode) => {
			const went = await sentFields.send(sentField, mode, [NaN, Infinity, new Date(NaN)]);
			expect(went).toEqual(
				[NaN, Infinity, 'Invalid Date'].map((shown) => ({
					message: expect.stringContaining(`must be a date, but is ${shown}`),
					description: expect.stringContaining('ISO 8601'),
				})),
			);
		},
	);
});

describe('A field that holds a day', () => {
	const sentFields = useSentFields();

	it.each(everyWay(DAYS))(
		'gets the same day from all forms of one moment: %s',
		async (_name, sentField, mode) => {
			const forms = (text: string): unknown[] => [
				new Date(text),
				Date.parse(text),
				String(Date.parse(text)),
				new Date(text).toJSON(),
				text.replace('Z', '+00:00'),
			];
			for (const [moment, timezone, day] of [
				['2026-04-13T00:00:00Z', 'America/New_York', '2026-04-13'],
				['2026-04-12T22:00:00.000Z', 'Europe/Berlin', '2026-04-13'],
				['2026-04-12T22:30:00.000Z', 'Europe/Berlin', '2026-04-13'],
			] as const) {
				const went = await sentFields.send(sentField, mode, forms(moment), { timezone });
				expect(went.map(({ sent, message }) => sent ?? message)).toEqual(went.map(() => day));
			}
			expect(
				await sentFields.send(sentField, mode, [
					'2026-04-12T23:30:00-05:00',
					'2026-04-12T23:30:00',
				]),
			).toMatchObject([{ sent: '2026-04-12' }, { sent: '2026-04-12' }]);
		},
	);

	it.each(everyWay(DAYS))(
		'gets the day that is written where an offset is written, also that of the workflow: %s',
		async (_name, sentField, mode) => {
			const zone = 'America/Los_Angeles';
			const shown = DateTime.fromISO('2026-07-01T17:00:00', { zone });
			const went = await sentFields.send(
				sentField,
				mode,
				[
					shown,
					shown.toISO(),
					'2026-07-01T17:00:00-07:00',
					'2026-07-01T23:30:00-07:00',
					'2026-07-01T00:00:00+09:00',
				],
				{ timezone: zone },
			);
			expect(went.map(({ sent, message }) => sent ?? message)).toEqual(
				went.map(() => '2026-07-01'),
			);
		},
	);
});
