import fc from 'fast-check';
import {
	NodeHelpers,
	type INode,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { mergeForms, type OperationForm } from '../../../nodes/shared/form/mergeForms';
import { shareConditions } from '../../../nodes/shared/form/shareConditions';

const MODES = ['define', 'json', 'autoMap'];

const mode = (fallback = 'define', description = ''): INodeProperties => ({
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	options: MODES.map((value) => ({ name: value, value })),
	default: fallback,
	description,
});
/** As in a form that has one list of modes for people and another one for tools. */
const modes = [mode(), mode('define', 'For tools')];
const field = (name: string, modes?: readonly string[]): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	...(modes === undefined ? {} : { displayOptions: { show: { mode: [...modes] } } }),
});
const form = (operation: string, ...properties: INodeProperties[]): OperationForm => ({
	resource: 'r',
	operation,
	properties,
});

/** Names of what n8n shows, in order. */
function shown(properties: readonly INodeProperties[], values: Record<string, string>): string[] {
	const node = { parameters: values, typeVersion: 1 } as unknown as INode;
	const type = { properties } as unknown as INodeTypeDescription;
	return properties
		.filter((property) => NodeHelpers.displayParameter(values, property, node, type))
		.map(({ name }) => name);
}

describe('conditions that forms share', () => {
	it('hide a field by the other modes if a form has no modes', () => {
		const forms = [form('update', ...modes, field('id', ['define'])), form('get', field('id'))];
		const merged = mergeForms(shareConditions(forms));
		expect(merged.filter(({ name }) => name === 'id')).toEqual([
			{
				...field('id'),
				displayOptions: {
					show: { resource: ['r'], operation: ['update', 'get'] },
					hide: { mode: ['json', 'autoMap'] },
				},
			},
		]);
	});

	it.each([
		[
			'the modes stand once, so that n8n takes their left-over value also where they are not shown',
			[form('update', mode(), field('id', ['define'])), form('get', field('id'))],
		],
		[
			'another form has the modes, and shows the field in all',
			[
				form('update', ...modes, field('id', ['define'])),
				form('get', field('id')),
				form('delete', ...modes, field('id')),
			],
		],
		[
			'all forms have the condition',
			[
				form('update', ...modes, field('id', ['define'])),
				form('create', ...modes, field('id', ['define'])),
			],
		],
	])('stay as they are where %s', (_where, forms) => {
		expect(shareConditions(forms)).toEqual(forms);
	});

	it('show in every mode what they showed before, whatever the forms', () => {
		const shownIn = fc.option(fc.subarray(MODES, { minLength: 1 }), { nil: undefined });
		const made = fc.record({
			modes: fc.option(fc.constantFrom(...MODES), { nil: undefined }),
			fields: fc.dictionary(fc.constantFrom('a', 'b', 'c'), shownIn),
		});
		fc.assert(
			fc.property(fc.dictionary(fc.constantFrom('o1', 'o2', 'o3', 'o4'), made), (given) => {
				const forms = Object.entries(given).map(([operation, { modes: fallback, fields }]) =>
					form(
						operation,
						...(fallback === undefined ? [] : [mode(fallback)]),
						...Object.entries(fields)
							// If a form has no modes, a condition on them shows nothing.
							.filter(([, modesOf]) => fallback !== undefined || modesOf === undefined)
							.map(([name, modesOf]) => field(name, modesOf)),
					),
				);
				const before = mergeForms(forms);
				const after = mergeForms(shareConditions(forms));
				expect(after.length).toBeLessThanOrEqual(before.length);
				for (const { operation } of forms)
					for (const chosen of [...MODES, undefined]) {
						const hasModes = given[operation]?.modes !== undefined;
						if (hasModes === (chosen === undefined)) continue;
						const values = { resource: 'r', operation, ...(chosen ? { mode: chosen } : {}) };
						expect(shown(after, values)).toEqual(shown(before, values));
					}
			}),
		);
	});

	it('keep what is given where a value of a field is left over that the form does not have', () => {
		const merged = mergeForms(
			shareConditions([
				form('update', ...modes, field('id', ['define'])),
				form('get', field('id')),
			]),
		);
		const parameters = { resource: 'r', operation: 'get', mode: 'json', id: '7' };
		const properties = [field('resource'), field('operation'), ...merged];
		const node = { parameters, typeVersion: 1 } as unknown as INode;
		const type = { properties } as unknown as INodeTypeDescription;
		expect(
			NodeHelpers.getNodeParameters(properties, parameters, true, false, node, type),
		).toMatchObject({ id: '7' });
	});
});
