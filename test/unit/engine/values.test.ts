import { defineOperation } from '../../../nodes/shared/form/defineOperation';
import {
	boolean,
	choice,
	dateField,
	dynamicOption,
	group,
	list,
	number,
	readFields,
	rows,
	text,
	upFront,
	type Field,
	type Values,
} from '../../../nodes/shared/form/fields';
import { found } from '../../../nodes/shared/base/errors';

const FIELDS = [
	text('subject', 'Subject', { required: true }),
	upFront(dynamicOption(text('queue', 'Queue Name or ID'), { method: 'getQueues' })),
	choice('priority', 'Priority', [
		{ name: 'Low', value: 'low' },
		{ name: 'High', value: 'high' },
	]),
	number('count', 'Count'),
	dateField('due', 'Due', 'millis'),
	list('tags', 'Tags'),
	rows('lines', 'Lines', [text('sku', 'SKU', { required: true })], { button: 'Add', row: 'Line' }),
] as const;

type Ticket = Values<typeof FIELDS>;

/** Compiled, never run: each expected refusal is one of the type check of `npm test`. */
export function refusedByTheCompiler(ticket: Ticket): unknown[] {
	return [
		ticket.subject.length,
		ticket.queue?.length,
		ticket.due?.toFixed(),
		ticket.lines?.[0]?.sku.length,
		// @ts-expect-error a misspelled field
		ticket.subjct,
		// @ts-expect-error a misspelled field of a row
		ticket.lines?.[0]?.skuu,
		// @ts-expect-error an optional field may be absent
		ticket.queue.length,
		// @ts-expect-error a value that the field does not take
		ticket.priority === 'hihg',
		// @ts-expect-error a number, not a text
		ticket.count?.trim(),
		// @ts-expect-error a list of texts
		ticket.tags?.toFixed(),
	];
}

/** Compiled, never run. */
export function operationsRefusedByTheCompiler(unnamed: Field): unknown[] {
	const entry = { name: 'Send', value: 'send', action: 'Send', description: 'Send' };
	return [
		defineOperation({
			...entry,
			fields: FIELDS,
			options: [boolean('notify', 'Notify')],
			limits: { records: 1 },
			returns: {},
			// @ts-expect-error a misspelled field of a record
			identity: ({ subjet }) => [subjet],
			async send(_session, { records, options }) {
				const [ticket] = records;
				// @ts-expect-error a misspelled option
				if (options.notfy) return [];
				// @ts-expect-error a misspelled field of a record
				return await Promise.resolve([found([{ subject: ticket.subjet }])]);
			},
		}),
		defineOperation({
			...entry,
			fields: [unnamed, group('frame', 'Frame', [text('inner', 'Inner')], { spread: true })],
			limits: { records: 1 },
			returns: {},
			async send(_session, { records }) {
				// @ts-expect-error a field whose name is not known beforehand
				return await Promise.resolve([found([{ id: records[0].anything }])]);
			},
		}),
	];
}

it('a record that was read has the keys and values that its type names', () => {
	const context = { from: 'form', timezone: 'UTC', prefix: '', options: {} } as const;
	const given = { subject: 'Broken', tags: 'a, b', lines: { values: [{ sku: 7 }] } };
	const ticket: Ticket = { subject: 'Broken', tags: ['a', 'b'], lines: [{ sku: '7' }] };
	expect(readFields(FIELDS, given, context, 'refuse')).toEqual(ticket);
});
