/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import {
	NodeHelpers,
	type IExecuteFunctions,
	type IHookFunctions,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import type { Vendor } from '../../nodes/shared/form/operation';
import { givenBy } from '../../nodes/shared/read/given';
import { recordReader } from '../../nodes/shared/read/read';
import { loadPackage, PACKAGE } from '../harness/package';
import { lintProperties } from './lint';
import { TRIGGERS, VENDORS } from './vendors';

const MODES = ['define', 'autoMap', 'json'];

describe.each(VENDORS)(
	'built description of $folder',
	({ folder, vendor }: { folder: string; vendor: Vendor }) => {
		let description: INodeTypeDescription;
		beforeAll(async () => {
			const loaded = await loadPackage();
			const type = loaded.getNode(folder.replace(/^./, (letter) => letter.toLowerCase())).type;
			description = (type as unknown as { description: INodeTypeDescription }).description;
		});

		it("passes n8n's parameter rules", () => {
			expect(lintProperties(description.properties)).toEqual([]);
		});

		it('has no more properties and bytes than the editor opens at once', () => {
			expect(description.properties.length).toBeLessThanOrEqual(250);
			expect(Buffer.byteLength(JSON.stringify(description))).toBeLessThanOrEqual(250 * 1024);
		});

		const operations = vendor.resources.flatMap((resource) =>
			resource.operations.map((operation) => ({
				resource,
				operation,
				title: `${resource.value} ${operation.value}`,
			})),
		);

		it.each(operations)(
			'$title has action, description and output schema',
			({ resource, operation }) => {
				const options = description.properties
					.filter(
						(property) =>
							property.name === 'operation' &&
							property.displayOptions?.show?.resource?.includes(resource.value),
					)
					.flatMap((property) => property.options as INodePropertyOptions[]);
				const option = options.find(({ value }) => value === operation.value);
				expect(option?.action).toMatch(/^[A-Z][a-z]/);
				expect(option?.description?.length).toBeGreaterThan(20);
				const file = path.join(
					PACKAGE,
					'dist/nodes',
					folder,
					'__schema__/v1.0.0',
					resource.value,
					`${operation.value}.json`,
				);
				expect(existsSync(file)).toBe(true);
				expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
					type: 'object',
					version: 1,
					properties: expect.any(Object),
				});
			},
		);

		describe.each(operations)('$title', ({ resource, operation }) => {
			it.each(MODES)('reads only parameters that exist and are shown, in mode %s', (inputMode) => {
				const parameters = withDefaults(description, {
					resource: resource.value,
					operation: operation.value,
					inputMode,
				});
				const read = new Set<string>();
				const context = {
					getTimezone: () => 'UTC',
					getNode: () => ({ type: description.name }),
					getNodeParameter(name: string, _item: number, fallback: unknown) {
						read.add(name);
						return parameters[name] ?? fallback;
					},
				} as unknown as IExecuteFunctions;
				try {
					recordReader(context, operation, givenBy(context, operation, [{ json: {} }]))(0);
				} catch {
					// Required fields are empty here; only the reads count.
				}
				expect(read.size).toBeGreaterThan(0);
				for (const name of read)
					expect({ name, shown: isShown(description, name, parameters) }).toEqual({
						name,
						shown: true,
					});
			});

			it('offers a tool every input mode but Auto-Map', () => {
				const tool = { ...description, name: `${description.name}Tool` };
				const parameters = withDefaults(tool, {
					resource: resource.value,
					operation: operation.value,
				});
				const modes = description.properties
					.filter((property) => property.name === 'inputMode' && shows(tool, property, parameters))
					.flatMap((property) =>
						(property.options as INodePropertyOptions[]).map(({ value }) => value),
					);
				expect(modes).toEqual(
					operation.input === 'form'
						? []
						: operation.fields.length > 0
							? ['define', 'json']
							: ['json'],
				);
				expect(parameters.inputMode).toBe(modes[0]);
			});

			it('shows every parameter name once', () => {
				for (const inputMode of MODES) {
					const parameters = withDefaults(description, {
						resource: resource.value,
						operation: operation.value,
						inputMode,
					});
					const names = description.properties
						.filter((property) => shows(description, property, parameters))
						.map(({ name }) => name);
					expect(names).toEqual([...new Set(names)]);
				}
			});
		});
	},
);

describe.each(TRIGGERS)('built description of the trigger $name', (trigger) => {
	const { name, by, read, narrowsDeletions, oneEvent } = trigger;
	let description: INodeTypeDescription;
	beforeAll(async () => {
		const loaded = await loadPackage();
		description = (loaded.getNode(name).type as unknown as { description: INodeTypeDescription })
			.description;
	});

	it("passes n8n's parameter rules", () => {
		// n8n adds the poll times itself, and not by its own rules.
		expect(
			lintProperties(description.properties.filter((property) => property.name !== 'pollTimes')),
		).toEqual([]);
	});

	it('learns of changes, has no input and says what it waits for as n8n asks', () => {
		expect(description).toMatchObject({ inputs: [], group: ['trigger'] });
		expect(description.polling === true).toBe(by === 'polling');
		expect((description.webhooks ?? []).length > 0).toBe(by === 'webhook');
		expect(description.displayName).toMatch(/ Trigger$/);
		const event = description.properties.find(({ displayName }) => displayName === 'Trigger On');
		if (oneEvent) expect(event).toBeUndefined();
		else expect(event).toMatchObject({ type: expect.stringMatching(/ptions$/), required: true });
		expect(event?.description).toBeUndefined();
	});

	it('reads only parameters that exist', () => {
		const seen = new Set<string>();
		read({
			getNode: () => ({ type: name }),
			getNodeParameter(parameter: string, fallback: unknown) {
				seen.add(parameter);
				return fallback;
			},
		} as unknown as IPollFunctions & IHookFunctions);
		expect(seen.size).toBeGreaterThan(1);
		for (const parameter of seen) {
			const [top, ...inside] = parameter.split('.');
			const property = description.properties.find((entry) => entry.name === top);
			expect({
				parameter,
				there:
					inside.length === 0
						? property !== undefined
						: (property?.options as INodeProperties[]).some((option) => option.name === inside[0]),
			}).toEqual({ parameter, there: true });
		}
	});

	it('shows every parameter name once', () => {
		const on = description.properties.find(({ name: entry }) => entry === 'triggerOn')?.options;
		const hasOptions = description.properties.some(({ name: entry }) => entry === 'options');
		for (const option of (on ?? [{ value: '' }]) as INodePropertyOptions[]) {
			const parameters = withDefaults(description, {
				triggerOn: option.value,
				simplify: false,
			} as INodeParameters);
			const names = description.properties
				.filter((property) => shows(description, property, parameters))
				.map(({ name: entry }) => entry);
			expect(names).toEqual([...new Set(names)]);
			expect(names.includes('options')).toBe(
				hasOptions && (narrowsDeletions === true || option.value !== 'deleted'),
			);
		}
	});
});

/** What n8n stores for a form that was only opened. */
function withDefaults(description: INodeTypeDescription, values: INodeParameters): INodeParameters {
	return (
		NodeHelpers.getNodeParameters(description.properties, values, true, false, null, description) ??
		values
	);
}

function shows(
	description: INodeTypeDescription,
	property: INodeProperties,
	parameters: INodeParameters,
): boolean {
	const node: INode = {
		id: '',
		name: '',
		type: description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	return NodeHelpers.displayParameter(parameters, property, node, description);
}

/** The property as if the choices inside its own operation were made so that it shows. */
function ofOperation(property: INodeProperties): INodeProperties {
	const show = Object.fromEntries(
		Object.entries(property.displayOptions?.show ?? {}).filter(([key]) =>
			['resource', 'operation', 'inputMode', '@tool'].includes(key),
		),
	);
	return { ...property, displayOptions: { ...property.displayOptions, show } };
}

function isShown(
	description: INodeTypeDescription,
	path: string,
	parameters: INodeParameters,
): boolean {
	const [name, ...inside] = path.split('.');
	const property = description.properties.find(
		(entry) => entry.name === name && shows(description, ofOperation(entry), parameters),
	);
	if (!property || inside.length === 0) return property !== undefined;
	return (property.options as INodeProperties[]).some((option) => option.name === inside[0]);
}

it('lets the rules see what they check', () => {
	expect(
		lintProperties([{ displayName: 'bad name', name: 'x', type: 'string', default: '' }]),
	).toHaveLength(1);
	expect(
		lintProperties([
			{
				displayName: 'Good Name',
				name: 'x',
				type: 'boolean',
				default: false,
				description: 'Sends it',
			},
		]),
	).toHaveLength(1);
	expect(
		lintProperties([{ displayName: 'Good Name', name: 'x', type: 'string', default: '' }]),
	).toEqual([]);
});
