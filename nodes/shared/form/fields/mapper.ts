import type { IDataObject, INodeProperties, ResourceMapperField } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { at, isEmpty, isObject } from '../../base/values';
import { labelOf, property, type Field, type ReadContext } from './field';
import { refuseProto } from './readFields';

/** A field that a mapper offers, with the service's type in addition to n8n's. */
export interface MappedField extends ResourceMapperField {
	dataType: string;
}

export interface MapperOptions {
	/** Name of the node's resourceMapping method that lists the fields. */
	method: string;
	/** Parameters that the list of fields depends on. */
	dependsOn: string[];
	words: { singular: string; plural: string };
	description: string;
	/** The text to show if there are no fields. */
	none: string;
	/**
	 * The switch that shows the mapper. n8n's editor reads a mapper's fields from the service each time the form opens, and
	 * then evaluates the whole form again, so one that few records need waits until it is wanted.
	 */
	toggle?: { name: string; displayName: string; description: string };
	/**
	 * Converts a given value to what the vendor expects.
	 * @param dataType the service's type; undefined for a field that the mapper has not loaded
	 * @throws InputError
	 */
	convert(
		value: unknown,
		dataType: string | undefined,
		label: string,
		name: string,
		context: ReadContext,
	): unknown;
}

/** Fields whose names and types come from the service; each becomes a key of the record. */
export function mappedFields(name: string, displayName: string, options: MapperOptions): Field {
	const frame: Field = {
		name,
		required: false,
		upFront: true,
		spread: true,
		// A JSON record holds their keys directly.
		children: [],
		property: element(name, displayName, options),
		...(options.toggle ? { toggle: toggleElement(options.toggle) } : {}),
		read: (value, context) => {
			if (isEmpty(value)) return undefined;
			const given = isObject(value) ? (value.value ?? {}) : value;
			if (!isObject(given))
				throw new InputError(`${labelOf(frame, context)} must hold one value for each field`, name);
			const types = typesOf(value);
			const record: IDataObject = {};
			for (const [key, raw] of Object.entries(given)) {
				if (isEmpty(raw) && !(raw === '' && context.clears === 'empty')) continue;
				const field = types.get(key);
				refuseProto(key, context.prefix);
				const label = `'${field?.displayName ?? key}'`;
				if (isGone(key, types, context)) {
					// Some n8n versions store false for every checkbox, even if the user never touched it.
					if (raw !== false)
						context.hint?.(
							`The value of ${label} was not sent, because ${labelOf(frame, context)} no longer has this field. Open the node and refresh its list of fields.`,
						);
					continue;
				}
				const known = context.account?.find(key);
				record[key] = isEmpty(raw)
					? null
					: ((known?.writable
							? known.read(raw, label, context)
							: options.convert(raw, field?.dataType, label, key, context)) as IDataObject);
			}
			return Object.keys(record).length === 0 ? undefined : record;
		},
	};
	return frame;
}

/** True if the user removed a field from the list, or if it no longer exists in the account (or, if that is unknown, in the node's saved list). */
function isGone(
	key: string,
	types: ReadonlyMap<string, MappedField>,
	{ account }: ReadContext,
): boolean {
	if (types.get(key)?.removed === true) return true;
	return account === undefined
		? types.size > 0 && !types.has(key)
		: account.find(key) === undefined;
}

function element(
	name: string,
	displayName: string,
	{ method, dependsOn, words, description, none }: MapperOptions,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceMapper',
		default: { mappingMode: 'defineBelow', value: null },
		noDataExpression: true,
		description,
		typeOptions: {
			loadOptionsDependsOn: dependsOn,
			// Always 'add': in mode 'update' n8n's editor shows no fields unless one of them can match records.
			resourceMapper: {
				resourceMapperMethod: method,
				mode: 'add',
				valuesLabel: displayName,
				fieldWords: words,
				addAllFields: false,
				supportAutoMap: false,
				noFieldsError: none,
			},
		},
	};
}

function toggleElement({
	name,
	displayName,
	description,
}: NonNullable<MapperOptions['toggle']>): INodeProperties {
	return {
		...property('boolean', name, displayName, false, { description }),
		noDataExpression: true,
	};
}

const known = new WeakMap<object, Map<string, MappedField>>();

/** The saved fields by ID, cached because the list is the same object for all items of a run. */
function typesOf(value: unknown): Map<string, MappedField> {
	const schema = at(value, 'schema');
	if (!Array.isArray(schema)) return new Map();
	let types = known.get(schema);
	if (types === undefined) {
		types = new Map((schema as MappedField[]).map((entry) => [entry.id, entry]));
		known.set(schema, types);
	}
	return types;
}
