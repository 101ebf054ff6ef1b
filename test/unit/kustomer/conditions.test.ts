import { meetsConditions, type Condition } from '../../../nodes/Kustomer/trigger/conditions';

const holds = (
	condition: Partial<Condition>,
	changes: unknown,
	data: Record<string, unknown> = {},
) =>
	meetsConditions(
		{ name: 'kustomer.conversation.update', data: data as never, changes },
		[{ field: 'status', operation: 'changed', value: '', ...condition }],
		'all',
	);
const change = (before: unknown, after: unknown) => ({ op: 'replace', before, after });

it.each([
	{ name: 'its whole path', attributes: { 'custom.orderStr': change('1', '2') } },
	{
		name: 'its place inside custom',
		attributes: { custom: change({ orderStr: '1', other: 1 }, { orderStr: '2', other: 1 }) },
	},
])('finds the change of a custom attribute by $name', ({ attributes }) => {
	const field = 'custom.orderStr';
	expect(holds({ field }, { attributes })).toBe(true);
	expect(holds({ field, operation: 'changedTo', value: '2' }, { attributes })).toBe(true);
	expect(holds({ field, operation: 'changedFrom', value: '2' }, { attributes })).toBe(false);
	expect(holds({ field: 'custom.other' }, { attributes })).toBe(false);
});

it('finds the change of a relationship by the ID of the other record', () => {
	const changes = { relationships: { queue: change(null, { data: { type: 'queue', id: 'q2' } }) } };
	expect(holds({ field: 'queue' }, changes)).toBe(true);
	expect(holds({ field: 'queue', operation: 'changedTo', value: 'q2' }, changes)).toBe(true);
	expect(holds({ field: 'queue', operation: 'changedFrom', value: '' }, changes)).toBe(true);
});

it('finds no change in a new record, and compares what it is', () => {
	const data = {
		attributes: { status: 'open', custom: { orderStr: '7' }, snoozed: false },
		relationships: { customer: { data: { id: 'c1' } } },
	};
	expect(holds({}, null, data)).toBe(false);
	expect(holds({ operation: 'changedTo', value: 'open' }, null, data)).toBe(false);
	const is = (field: string, value: string) => holds({ field, operation: 'is', value }, null, data);
	expect(is('status', 'open') && is('custom.orderStr', '7') && is('snoozed', 'false')).toBe(true);
	expect(is('customer', 'c1')).toBe(true);
	expect(is('missing', '')).toBe(true);
	expect(is('missing', 'open')).toBe(false);
});
