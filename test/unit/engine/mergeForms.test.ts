import fc from 'fast-check';
import type { INodeProperties } from 'n8n-workflow';

import {
	mergeForms,
	shareCollection,
	type OperationForm,
} from '../../../nodes/shared/form/mergeForms';

const property = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	...more,
});
const form = (resource: string, operation: string, ...names: string[]): OperationForm => ({
	resource,
	operation,
	properties: names.map((name) => property(name)),
});

/** What n8n shows for an operation: the properties whose conditions match, in order. */
function shown(merged: readonly INodeProperties[], resource: string, operation: string): string[] {
	return merged
		.filter(
			({ displayOptions }) =>
				displayOptions?.show?.resource?.includes(resource) &&
				displayOptions.show.operation?.includes(operation),
		)
		.map(({ name }) => name);
}

describe('merged forms', () => {
	it('hold a property that resources and operations share once', () => {
		const merged = mergeForms([
			form('contact', 'create', 'a', 'b'),
			form('contact', 'update', 'a'),
			form('company', 'create', 'a', 'b'),
			form('company', 'update', 'a'),
		]);
		expect(merged.map(({ name, displayOptions }) => [name, displayOptions?.show])).toEqual([
			['a', { resource: ['contact', 'company'], operation: ['create', 'update'] }],
			['b', { resource: ['contact', 'company'], operation: ['create'] }],
		]);
	});

	it('keep other conditions of a property', () => {
		const [merged] = mergeForms([
			{
				resource: 'r',
				operation: 'o',
				properties: [
					property('a', {
						displayOptions: { show: { returnAll: [false] }, hide: { '@tool': [true] } },
					}),
				],
			},
		]);
		expect(merged?.displayOptions).toEqual({
			show: { resource: ['r'], operation: ['o'], returnAll: [false] },
			hide: { '@tool': [true] },
		});
	});

	it('keep the order of each form, even if two contradict each other', () => {
		const merged = mergeForms([form('r', 'o', 'a', 'b'), form('r', 'p', 'b', 'a')]);
		expect(shown(merged, 'r', 'o')).toEqual(['a', 'b']);
		expect(shown(merged, 'r', 'p')).toEqual(['b', 'a']);
		expect(merged).toHaveLength(3);
	});

	it('show every operation exactly its own form, whatever the forms', () => {
		const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'));
		fc.assert(
			fc.property(
				fc.dictionary(
					fc.constantFrom('r1', 'r2', 'r3'),
					fc.dictionary(fc.constantFrom('o1', 'o2', 'o3'), names),
				),
				(tree) => {
					const forms = Object.entries(tree).flatMap(([resource, operations]) =>
						Object.entries(operations).map(([operation, given]) =>
							form(resource, operation, ...given),
						),
					);
					const merged = mergeForms(forms);
					for (const { resource, operation, properties } of forms)
						expect(shown(merged, resource, operation)).toEqual(properties.map(({ name }) => name));
					expect(merged.length).toBeLessThanOrEqual(
						forms.flatMap(({ properties }) => properties).length,
					);
				},
			),
		);
	});
});

describe('a collection that forms share', () => {
	const withOptions = (operation: string, ...options: INodeProperties[]): OperationForm => ({
		resource: 'r',
		operation,
		properties: [property('options', { type: 'collection', options }), property('after')],
	});
	const optionsIn = ({ properties }: OperationForm) => properties[0]?.options as INodeProperties[];

	it('holds the options of all of them, each shown for its own operations', () => {
		const [first, second] = shareCollection(
			[
				withOptions('o1', property('b'), property('c')),
				withOptions('o2', property('a'), property('c')),
			],
			'options',
		) as [OperationForm, OperationForm];
		expect(optionsIn(second)).toEqual(optionsIn(first));
		expect(optionsIn(first).map(({ name, displayOptions }) => [name, displayOptions])).toEqual([
			['a', { show: { '/resource': ['r'], '/operation': ['o2'] } }],
			['b', { show: { '/resource': ['r'], '/operation': ['o1'] } }],
			['c', { show: { '/resource': ['r'], '/operation': ['o1', 'o2'] } }],
		]);
		expect(first.properties[1]).toEqual(property('after'));
	});

	it('is a separate one if an option of the same name has a different default', () => {
		const [first, second, third] = shareCollection(
			[
				withOptions('o1', property('size', { default: 25 })),
				withOptions('o2', property('size', { default: 100 })),
				withOptions('o3', property('size', { default: 25 })),
			],
			'options',
		) as [OperationForm, OperationForm, OperationForm];
		expect(optionsIn(first).map((option) => option.default)).toEqual([25]);
		expect(optionsIn(second).map((option) => option.default)).toEqual([100]);
		expect(optionsIn(third)).toEqual(optionsIn(first));
	});
});
