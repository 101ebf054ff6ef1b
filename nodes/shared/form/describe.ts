import type {
	IDisplayOptions,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import { standsUpFront, type Field } from './fields';
import { property } from './fields/field';
import { defaultInputMode } from './inputMode';
import { mergeForms, shareCollection } from './mergeForms';
import { ADDITIONAL_FIELDS, type Operation, type Resource, type Vendor } from './operation';
import { requestOptionsProperty } from './options';
import { outputOptions } from './output';
import { optionFields } from './optionFields';
import { shareConditions } from './shareConditions';
import { unknownKeys } from './unknownKeys';

type Show = NonNullable<IDisplayOptions['show']>;

/**
 * Builds the whole form of a node from its tree of operations, in this order: resource, operation, input mode, required
 * fields, other fields, options.
 */
export function describe(vendor: Omit<Vendor, 'connect'>): INodeProperties[] {
	const forms = vendor.resources.flatMap((resource) =>
		resource.operations.map((operation) => ({
			resource: resource.value,
			operation: operation.value,
			properties: operationForm(vendor, operation),
		})),
	);
	return [
		...(vendor.before ?? []),
		resourceProperty(vendor.resources),
		...vendor.resources.map(operationProperty),
		...mergeForms(
			shareConditions(['filters', 'options', 'requestOptions'].reduce(shareCollection, forms)),
		),
	];
}

function resourceProperty(resources: readonly Resource[]): INodeProperties {
	return {
		...property('options', 'resource', 'Resource', resources[0]?.value ?? '', {}),
		noDataExpression: true,
		options: byName(resources.map(({ name, value }) => ({ name, value }))),
	};
}

function operationProperty(resource: Resource): INodeProperties {
	return {
		...property('options', 'operation', 'Operation', resource.operations[0]?.value ?? '', {}),
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.value] } },
		options: byName(
			resource.operations.map(({ name, value, action, description }) => ({
				name,
				value,
				action,
				description,
			})),
		),
	};
}

function operationForm(vendor: Omit<Vendor, 'connect'>, operation: Operation): INodeProperties[] {
	const upFront = operation.fields.filter(standsUpFront);
	const optional = operation.fields.filter((field) => !standsUpFront(field));
	const byForm = operation.input === 'form';
	const define: Show = byForm ? {} : { inputMode: ['define'] };
	const collected = optional.length > 0 ? [optionalFields(operation, optional, define)] : [];
	return [
		...(operation.requiredOptions ?? []).map((field) => field.property),
		...(byForm ? [] : [...inputModes(vendor.name, operation), jsonRecord(vendor.name)]),
		...upFront.filter(isNoMapper).map((field) => shown(field.property, define)),
		...collected,
		// The mapper loads its fields from the service, so it goes below the fields that show at once.
		...upFront.filter((field) => !isNoMapper(field)).flatMap((field) => toggled(field, define)),
		...outputOptions(operation).map((field) => field.property),
		...optionsProperty(vendor, operation),
		requestOptionsProperty(vendor, operation.limits.records),
	];
}

function isNoMapper({ property }: Field): boolean {
	return property.type !== 'resourceMapper';
}

/** The form element of a field, below the switch that shows it if there is one. */
function toggled({ property, toggle }: Field, show: Show): INodeProperties[] {
	if (toggle === undefined) return [shown(property, show)];
	return [shown(toggle, show), shown(property, { ...show, [toggle.name]: [true] })];
}

function jsonRecord(vendor: string): INodeProperties {
	return {
		displayName: 'JSON',
		name: 'jsonRecord',
		type: 'json',
		default: '{}',
		required: true,
		displayOptions: { show: { inputMode: ['json'] } },
		description: `The record as ${vendor}'s API expects it, with the API names of its fields as keys`,
	};
}

/** The input mode field, once for people and once, without Auto-Map, for tools. */
function inputModes(vendor: string, operation: Operation): INodeProperties[] {
	const byForm = operation.fields.length > 0;
	const autoMap = {
		name: 'Auto-Map Input Data',
		value: 'autoMap',
		description: `Send the JSON of each item as it is; its keys must be ${vendor}'s API names`,
	};
	const options = [
		...(byForm
			? [
					{
						name: 'Define Below',
						value: 'define',
						description: 'Fill in or map each field in this form',
					},
				]
			: []),
		{
			name: 'JSON',
			value: 'json',
			description: 'Give the whole record as one JSON object',
		},
	];
	return [false, true].map((tool) => ({
		...property('options', 'inputMode', 'Input Mode', defaultInputMode(operation, tool), {}),
		noDataExpression: true,
		options: tool ? options : [autoMap, ...options],
		displayOptions: tool ? { show: { '@tool': [true] } } : { hide: { '@tool': [true] } },
	}));
}

function optionalFields(
	operation: Operation,
	fields: readonly Field[],
	show: Show,
): INodeProperties {
	const { name, displayName, placeholder } = operation.optionalFields ?? ADDITIONAL_FIELDS;
	return {
		displayName,
		name,
		placeholder,
		type: 'collection',
		default: {},
		displayOptions: { show },
		options: byDisplayName(fields.map((field) => opened(field.property))),
	};
}

/** Gives a frame of single fields a default, so that adding it shows its fields at once, without another button. n8n ignores defaults of rows. */
function opened(property: INodeProperties): INodeProperties {
	const [frame] =
		property.type === 'fixedCollection' ? (property.options as INodePropertyCollection[]) : [];
	if (frame === undefined || property.typeOptions?.multipleValues) return property;
	const row = Object.fromEntries(frame.values.map(({ name, default: value }) => [name, value]));
	return { ...property, default: { [frame.name]: row } };
}

function optionsProperty(vendor: Omit<Vendor, 'connect'>, operation: Operation): INodeProperties[] {
	const options = [
		...optionFields(operation).map((field) => field.property),
		...(operation.accountFields ? [unknownKeys(operation.accountFields).property] : []),
		...(operation.unknownFields === 'refuse' ? [ignoreUnknownFields(vendor.name)] : []),
	];
	if (options.length === 0) return [];
	const collection: INodeProperties = {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: byDisplayName(options),
	};
	return [collection];
}

function ignoreUnknownFields(vendor: string): INodeProperties {
	return {
		displayName: 'Ignore Unknown Fields',
		name: 'ignoreUnknownFields',
		type: 'boolean',
		default: false,
		displayOptions: { show: { '/inputMode': ['autoMap', 'json'] } },
		description: `Whether to leave out keys that ${vendor} does not know instead of refusing the item`,
	};
}

function shown(property: INodeProperties, show: Show): INodeProperties {
	const { displayOptions } = property;
	return {
		...property,
		displayOptions: { ...displayOptions, show: { ...displayOptions?.show, ...show } },
	};
}

function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return [...options].sort((a, b) => a.name.localeCompare(b.name));
}

function byDisplayName<T extends INodeProperties | INodePropertyCollection>(properties: T[]): T[] {
	return [...properties].sort((a, b) => a.displayName.localeCompare(b.displayName));
}
