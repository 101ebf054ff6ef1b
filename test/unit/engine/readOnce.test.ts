import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { text } from '../../../nodes/shared/form/fields';
import type { Operation, Vendor } from '../../../nodes/shared/form/operation';
import type { Session } from '../../../nodes/shared/http/session';
import { givenBy } from '../../../nodes/shared/read/given';
import { learnFields } from '../../../nodes/shared/read/learnFields';
import { recordReader } from '../../../nodes/shared/read/read';

const operation: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create',
	description: 'Create',
	requiredOptions: [text('object', 'Object', { required: true })],
	fields: [text('name', 'Name')],
	accountFields: {
		kindOption: 'object',
		load: async () =>
			await Promise.resolve({
				ok: true,
				value: [{ name: 'known', label: 'Known', writable: true, read: (value: unknown) => value }],
			}),
	},
	limits: { records: 1 },
	returns: {},
	send: async () => await Promise.resolve([]),
};

/** A node whose expressions n8n's engine must evaluate; it counts the evaluations. */
function nodeWith(parameters: Record<string, unknown>) {
	const evaluated = new Map<string, number>();
	const context = {
		getTimezone: () => 'UTC',
		getNode: () => ({ type: 'test.probe' }),
		getNodeParameter(
			name: string,
			item: number,
			fallback?: unknown,
			options?: { rawExpressions?: boolean },
		) {
			const raw = parameters[name] ?? fallback;
			if (options?.rawExpressions || typeof raw !== 'string' || !raw.startsWith('=')) return raw;
			const key = `${name} ${item}`;
			evaluated.set(key, (evaluated.get(key) ?? 0) + 1);
			return name === 'object' ? `Object${item % 2}` : { name: `N${item}`, known: item };
		},
	};
	return { context: context as unknown as IExecuteFunctions, evaluated };
}

it.each([1, 100, 150])(
	'evaluates each expression of %i items once, although their keys are read ahead',
	async (count) => {
		const { context, evaluated } = nodeWith({
			inputMode: 'json',
			jsonRecord: '={{ make($json) }}',
			object: '={{ choose($json) }}',
		});
		const items: INodeExecutionData[] = Array.from({ length: count }, () => ({ json: {} }));
		const open = items.map((_, index) => index);
		const given = givenBy(context, operation, items);
		const learned = await learnFields(
			context,
			{ name: 'Probe' } as Vendor,
			operation,
			{ hint: () => undefined } as unknown as Session,
			given,
			open,
		);
		const read = recordReader(context, operation, given, learned);
		const records = open.map((index) => read(index));
		expect(records.at(-1)).toEqual({
			record: { name: `N${count - 1}`, known: count - 1 },
			options: { object: `Object${(count - 1) % 2}` },
		});
		expect(evaluated.size).toBe(2 * count);
		expect([...evaluated.values()].filter((times) => times !== 1)).toEqual([]);
	},
);
