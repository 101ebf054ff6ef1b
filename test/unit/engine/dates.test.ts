import { DateTime, IANAZone } from 'luxon';

import { InputError } from '../../../nodes/shared/base/errors';
import { formatDate, type DateStyle } from '../../../nodes/shared/form/fields';
import { momentOf, offsetAt } from '../../../nodes/shared/form/fields/zones';
import { engineContext } from '../../harness/context';

const format = (
	value: unknown,
	style: DateStyle = 'utc',
	timezone = 'Europe/Berlin',
	options = {},
) => formatDate(value, style, { timezone, options }, "'D'", 'd');
const refusal = (work: () => unknown): InputError => {
	try {
		work();
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		return error as InputError;
	}
	throw new Error('nothing was refused');
};

describe('Numbers in a date field', () => {
	it.each<[number, string]>([
		[1, "A spreadsheet's day number: 1899-12-31."],
		[46205, "A spreadsheet's day number: 2026-07-02."],
		[46205.5, "A spreadsheet's day number: 2026-07-02T12:00:00."],
		[2026, 'A year.'],
		[20260301, 'A compact date: 2026-03-01.'],
		[202603011015, 'A compact date and time: 2026-03-01T10:15:00.'],
		[20260301101500, 'A compact date and time: 2026-03-01T10:15:00.'],
		[1772442900, 'Seconds since 1970: 2026-03-02T09:15:00Z.'],
		[946684800, 'Seconds since 1970: 2000-01-01T00:00:00Z.'],
		[1772442900000000, 'Microseconds since 1970: 2026-03-02T09:15:00Z.'],
		[1772442900000000000, 'Nanoseconds since 1970: 2026-03-02T09:15:00Z.'],
		[0, 'A number must be milliseconds since 1970, of 12 or 13 digits.'],
		[86_400_000, 'A number must be milliseconds since 1970, of 12 or 13 digits.'],
		[20261301, 'A number must be milliseconds since 1970, of 12 or 13 digits.'],
		[-46205, 'A number must be milliseconds since 1970, of 12 or 13 digits.'],
		[1e11 - 1, 'A number must be milliseconds since 1970, of 12 or 13 digits.'],
		[1e13, 'A number must be milliseconds since 1970, of 12 or 13 digits.'],
	])('%d is refused, also as text, and the message says what it looks like', (value, like) => {
		for (const given of [value, String(value)])
			for (const style of ['day', 'usDay', 'utc', 'offset', 'millis'] as const)
				expect(refusal(() => format(given, style)).hint).toContain(like);
	});

	it.each([1e11, 1e13 - 1, 1782900000000, -1e11, -1e13 + 1])(
		'%d counts as milliseconds, also as text',
		(value) => {
			expect([format(value), format(String(value)), format(value, 'millis')]).toEqual([
				new Date(value).toISOString(),
				new Date(value).toISOString(),
				value,
			]);
		},
	);

	it('become the intended date by the expression in the hint', async () => {
		for (const [value, meant] of [
			[46205, '2026-07-02'],
			[46205.5, '2026-07-02T12:00:00'],
			[20260301, '2026-03-01'],
			[202603011015, '2026-03-01T10:15:00'],
			[20260301101500, '2026-03-01T10:15:00'],
			[1772442900, '2026-03-02T09:15:00Z'],
			[1772442900000000, '2026-03-02T09:15:00Z'],
		] as const) {
			const items = [value, String(value)].map((date) => ({ json: { date } }));
			const [expression] = /\{\{.*\}\}/.exec(refusal(() => format(value)).hint ?? '') ?? [];
			const context = await engineContext({ p: `=${expression}` }, items);
			expect([
				value,
				...items.map((_item, index) => format(context.getNodeParameter('p', index))),
			]).toEqual([value, format(meant), format(meant)]);
		}
	});
});

describe('The day of a moment', () => {
	it.each<[string, unknown, string, string]>([
		['midnight in UTC', new Date('2026-04-13T00:00:00Z'), 'America/New_York', '2026-04-13'],
		['midnight in UTC as text', '2026-04-13T00:00:00Z', 'America/New_York', '2026-04-13'],
		['the offset of the zone', '2026-04-12T20:30:00-04:00', 'America/New_York', '2026-04-12'],
		[
			'the offset of the zone at midnight in UTC',
			'2026-07-01T17:00:00-07:00',
			'America/Los_Angeles',
			'2026-07-01',
		],
		[
			'the offset of the zone at midnight in UTC, as a DateTime',
			DateTime.fromISO('2026-07-01T17:00:00', { zone: 'America/Los_Angeles' }),
			'America/Los_Angeles',
			'2026-07-01',
		],
		[
			'midnight in UTC, written as its offset',
			'2026-04-13T00:00:00+00:00',
			'America/New_York',
			'2026-04-13',
		],
		[
			'midnight in UTC, far east',
			new Date('2026-04-13T00:00:00Z'),
			'Pacific/Kiritimati',
			'2026-04-13',
		],
		['midnight in the zone', '2026-04-12T22:00:00.000Z', 'Europe/Berlin', '2026-04-13'],
		['midnight in the zone, in winter', '2026-01-12T23:00:00.000Z', 'Europe/Berlin', '2026-01-13'],
		['another moment', '2026-04-12T22:30:00.000Z', 'Europe/Berlin', '2026-04-13'],
		[
			'another moment in the west',
			new Date('2026-04-13T03:00:00Z'),
			'America/New_York',
			'2026-04-12',
		],
		['the offset of another place', '2026-04-12T23:30:00-05:00', 'Europe/Berlin', '2026-04-12'],
		[
			'the offset of another place at midnight there',
			'2026-04-13T00:00:00+09:00',
			'Europe/Berlin',
			'2026-04-13',
		],
		[
			'another place at midnight in UTC',
			'2026-04-12T18:00:00-06:00',
			'Europe/Berlin',
			'2026-04-12',
		],
		['no offset', '2026-04-12T20:00:00', 'America/New_York', '2026-04-12'],
		['no offset, in a form of its own', '2026-W15-7', 'America/New_York', '2026-04-12'],
		[
			'the zone by its name',
			'2026-04-12T23:30:00-05:00[America/Chicago]',
			'Europe/Berlin',
			'2026-04-12',
		],
		[
			'a date of JavaScript as text',
			'Sun Apr 12 2026 23:30:00 GMT-0500 (Central Daylight Time)',
			'Europe/Berlin',
			'2026-04-12',
		],
		['an hour that is left out', '2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29'],
	])('%s', (_what, value, zone, day) => {
		const [year, month, date] = day.split('-');
		expect([format(value, 'day', zone), format(value, 'usDay', zone)]).toEqual([
			day,
			`${month}/${date}/${year}`,
		]);
	});

	it('is the same for a date, its milliseconds and their JSON, and is the day that a DateTime and its JSON show, in any zone', () => {
		for (const zone of [
			'America/New_York',
			'Europe/Berlin',
			'Asia/Kolkata',
			'Pacific/Apia',
			'Africa/Casablanca',
			'UTC',
		]) {
			const found: unknown[] = [];
			const expected: unknown[] = [];
			for (let hour = 0; hour < 24 * 400; hour += 24 - 7) {
				const millis = Date.UTC(2025, 9, 1) + hour * 3_600_000;
				const moment = DateTime.fromMillis(millis, { zone });
				const days = (...values: unknown[]) => [
					...new Set(values.map((value) => format(value, 'day', zone))),
				];
				found.push([
					millis,
					days(new Date(millis), millis, String(millis), new Date(millis).toJSON()),
					days(moment, moment.toJSON()),
				]);
				expected.push([
					millis,
					[(hour % 24 === 0 ? moment.toUTC() : moment).toFormat('yyyy-MM-dd')],
					[moment.toFormat('yyyy-MM-dd')],
				]);
			}
			expect([zone, found]).toEqual([zone, expected]);
		}
	});
});

describe('Zones', () => {
	const ZONES = [
		'Europe/Berlin',
		'America/New_York',
		'America/St_Johns',
		'Australia/Lord_Howe',
		'Africa/Casablanca',
		'Asia/Kathmandu',
		'Pacific/Apia',
		'America/Sao_Paulo',
	];

	it.each(ZONES)('have the offsets that Luxon has: %s', (zone) => {
		const moments = Array.from(
			{ length: 1000 },
			(_, step) => Date.UTC(1985, 0, 1) + step * 15.03 * 86_400_000,
		);
		expect(moments.map((millis) => offsetAt(millis, zone))).toEqual(
			moments.map((millis) => IANAZone.create(zone).offset(millis)),
		);
	});

	it.each(ZONES)(
		'read a local time as Luxon does, and the first one if it occurs twice: %s',
		(zone) => {
			// Every quarter of an hour around the offset changes of some years, and around the day that was skipped at the date line.
			const walls = [
				Date.UTC(2026, 2, 7),
				Date.UTC(2026, 2, 28),
				Date.UTC(2026, 3, 4),
				Date.UTC(2026, 9, 3),
				Date.UTC(2026, 9, 24),
				Date.UTC(2026, 10, 1),
				Date.UTC(2011, 11, 29),
				Date.UTC(2018, 10, 3),
			].flatMap((start) => Array.from({ length: 200 }, (_, step) => start + step * 900_000));
			const wrong = walls.filter((wall) => {
				const luxon = DateTime.fromISO(new Date(wall).toISOString().slice(0, -1), { zone });
				const [early = luxon] = luxon
					.getPossibleOffsets()
					.sort((a, b) => a.toMillis() - b.toMillis());
				return momentOf(wall, zone) !== early.toMillis();
			});
			expect(wrong.map((wall) => new Date(wall).toISOString())).toEqual([]);
		},
	);

	it('take the first of two moments with the same local time, and move a skipped time forward', () => {
		expect([format('2026-10-25T02:30:00'), format('2026-03-29T02:30:00')]).toEqual([
			'2026-10-25T00:30:00.000Z',
			'2026-03-29T01:30:00.000Z',
		]);
	});
});

describe('Dates with the year at their end', () => {
	const read = (value: string, readDatesAs: string, style: DateStyle = 'offset') =>
		format(value, style, 'Europe/Berlin', { readDatesAs });

	it.each([
		'05/04/2026',
		'13/04/2026',
		'05.04.2026',
		'5-4-2026',
		'07/01/2026 10:00',
		'4/5/2026, 2:30 PM',
	])('are refused without the option: %s', (value) => {
		for (const style of ['day', 'usDay', 'utc', 'offset', 'millis'] as const) {
			expect(refusal(() => format(value, style))).toMatchObject({
				message: `'D' is "${value}", which could have the day or the month first`,
				hint: expect.stringContaining("'Read Dates As'"),
			});
		}
	});

	it.each<[string, string, string]>([
		['05/04/2026', 'dayFirst', '2026-04-05T00:00:00+02:00'],
		['05/04/2026', 'monthFirst', '2026-05-04T00:00:00+02:00'],
		['5.4.2026', 'dayFirst', '2026-04-05T00:00:00+02:00'],
		['13-04-2026 7:05', 'dayFirst', '2026-04-13T07:05:00+02:00'],
		['4/13/2026, 12:30 AM', 'monthFirst', '2026-04-13T00:30:00+02:00'],
		['4/13/2026 2:30:15 pm', 'monthFirst', '2026-04-13T14:30:15+02:00'],
	])('%s with %s is %s', (value, order, expected) => {
		expect(read(value, order)).toBe(expected);
	});

	it.each([
		['13/04/2026', 'monthFirst'],
		['04/13/2026', 'dayFirst'],
		['31/02/2026', 'dayFirst'],
		['05/04/2026 25:00', 'dayFirst'],
		['05/04/2026 13:00 PM', 'dayFirst'],
		['00/04/2026', 'dayFirst'],
	])('%s is refused with %s', (value, order) => {
		for (const style of ['day', 'usDay', 'offset'] as const)
			expect(refusal(() => read(value, order, style)).message).toContain("'D' must be a date");
	});

	it('are no exception in the format that the vendor expects, because writing for a vendor is not reading', () => {
		expect(read('07/01/2026', 'dayFirst', 'usDay')).toBe('01/07/2026');
		expect(read('07/01/2026', 'monthFirst', 'usDay')).toBe('07/01/2026');
	});
});

it('refuses texts of a megabyte quickly', () => {
	for (const text of ['1', '0', '-', 'T', ' ', '2026-04-13T00:00:00', 'Mon Apr 13 2026 ', '1/'].map(
		(part) => part.repeat(200_000),
	))
		expect(refusal(() => format(text)).message.length).toBeLessThan(200);
});
