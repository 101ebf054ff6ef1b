import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { readDuration } from '../../../nodes/Bigin/fields/duration';
import { recurrence } from '../../../nodes/Bigin/fields/recurrence';
import { taskReminder } from '../../../nodes/Bigin/fields/reminders';
import type { ReadContext } from '../../../nodes/shared/form/fields';
import { isAlarm, isRecurrence } from '../../../sandbox/bigin/rules';

const form: ReadContext = { from: 'form', timezone: 'Europe/Berlin', prefix: '', options: {} };
const day = fc
	.date({
		min: new Date('2000-01-01T00:00:00Z'),
		max: new Date('2099-12-31T00:00:00Z'),
		noInvalidDate: true,
	})
	.map((date) => date.toISOString().slice(0, 10));

describe('Rules from the form', () => {
	it('are rules of the page, whatever is chosen', () => {
		const chosen = fc.record({
			FREQ: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
			INTERVAL: fc.integer({ min: 1, max: 99 }),
			BYDAY: fc.subarray(['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA']),
			ends: fc.constantFrom('COUNT', 'UNTIL'),
			COUNT: fc.integer({ min: 1, max: 99 }),
			UNTIL: day,
			DTSTART: fc.option(day, { nil: '' }),
			BYMONTHDAY: fc.option(fc.integer({ min: 1, max: 31 }).map(String), { nil: '' }),
			BYSETPOS: fc.constantFrom('', '1', '2', '3', '4', '-1'),
		});
		fc.assert(
			fc.property(chosen, (values) => {
				const monthly = values.FREQ === 'MONTHLY' || values.FREQ === 'YEARLY';
				const given = monthly ? values : { ...values, BYMONTHDAY: '', BYSETPOS: '' };
				const rule = String((recurrence.read({ values: given }, form) as IDataObject).RRULE);
				expect(isRecurrence(rule)).toBe(true);
				expect(rule.includes(`;${values.ends}=`)).toBe(true);
				expect(rule.includes('BYDAY=')).toBe(values.BYDAY.length > 0);
			}),
		);
	});

	it('of alarms are rules of the page, whatever is chosen', () => {
		const chosen = fc.record({
			ACTION: fc.constantFrom('EMAIL', 'POPUP'),
			when: fc.constantFrom('moment', 'D', 'W'),
			moment: day,
			before: fc.integer({ min: 1, max: 99 }),
			TRIGGER_TIME: fc.constantFrom('00:00', '09:30', '23:59'),
		});
		fc.assert(
			fc.property(chosen, (values) => {
				expect(isAlarm(String((taskReminder.read({ values }, form) as IDataObject).ALARM))).toBe(
					true,
				);
			}),
		);
	});
});

describe("The page's grammar in the fake server", () => {
	it.each([
		['FREQ=MONTHLY;INTERVAL=1;BYDAY=MO;UNTIL=2023-09-05', true],
		['FREQ=WEEKLY;INTERVAL=1;UNTIL=2023-07-27;BYDAY=TH;DTSTART=2023-07-26', true],
		['FREQ=WEEKLY;INTERVAL=1', false],
		['FREQ=WEEKLY;INTERVAL=1;COUNT=2;UNTIL=2023-07-27', false],
		['FREQ=WEEKLY;INTERVAL=100;COUNT=2', false],
		['FREQ=WEEKLY;INTERVAL=1;COUNT=2;BYMONTHDAY=3', false],
		['INTERVAL=1;COUNT=2', false],
		['FREQ=HOURLY;INTERVAL=1;COUNT=2', false],
		['FREQ=DAILY;FREQ=DAILY;INTERVAL=1;COUNT=2', false],
	])('%s: %s', (rule, expected) => expect(isRecurrence(rule)).toBe(expected));

	it.each([
		['FREQ=NONE;ACTION=EMAIL;TRIGGER=DATE-TIME:2023-07-25T12:00:00+05:30', true],
		['ACTION=EMAIL;TRIGGER=P1D;TRIGGER_TIME=22:45', true],
		['ACTION=EMAIL;TRIGGER=-P3W;TRIGGER_TIME=22:45', true],
		['ACTION=EMAIL;TRIGGER=-P3W', false],
		['ACTION=FAX;TRIGGER=-P3W;TRIGGER_TIME=22:45', false],
		['ACTION=EMAIL;TRIGGER=DATE-TIME:2023-07-25', false],
	])('%s: %s', (rule, expected) => expect(isAlarm(rule)).toBe(expected));
});

describe('The length of a call', () => {
	it.each([
		[90, '90:00'],
		['90', '90:00'],
		[1.5, '01:30'],
		[0, '00:00'],
		[0.999, '01:00'],
		[120.25, '120:15'],
		['05:07', '05:07'],
		[' 90:00 ', '90:00'],
	])('%j is %s', (value, expected) =>
		expect(readDuration(value, "'Call Duration'")).toBe(expected),
	);

	it.each([-1, NaN, 'an hour', '1:60', '', true, {}])('%j is refused', (value) => {
		expect(() => readDuration(value, "'Call Duration'")).toThrow(
			"'Call Duration' must be a number of minutes",
		);
	});
});
