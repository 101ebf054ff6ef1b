import type { IDataObject, INodeProperties, ResourceMapperField } from 'n8n-workflow';

import { InputError } from '../../base/errors';
import { at, isEmpty, isObject } from '../../base/values';
import { labelOf, type Field, type ReadContext } from './field';
import { refuseProto } from './readFields';

/** A field that a mapper offers, with the service's own type beside n8n's. */
export interface MappedField extends ResourceMapperField {
	dataType: string;
}

export interface MapperOptions {
	/** Name of the node's resourceMapping method that lists the fields. */
	method: string;
	/** Parameters that decide which fields there are. */
	dependsOn: string[];
	words: { singular: string; plural: string };
	description: string;
	/** What is shown where there are none. */
	none: string;
	/**
	 * Turns a given value into what the vendor takes.
	 * @param dataType the service's own type; undefined for a field that the mapper has not loaded
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

/** Fields that the service itself names and types; each is a key of the record. */
export function mappedFields(name: string, displayName: string, options: MapperOptions): Field {
	const frame: Field = {
		name,
		required: false,
		upFront: true,
		spread: true,
		// A JSON record holds their keys themselves.
		children: [],
		property: element(name, displayName, options),
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
					// Some versions of n8n put false into every checkbox that the user has not even opened.
					if (raw !== false)
						context.hint?.(
							`The value of ${label} was not sent, because ${labelOf(frame, context)} does not have this field any more. Open the node and refresh its list of fields.`,
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

/** True where the user has taken a field out of the list, or where it is gone: by the account's fields, else by the list that the node has saved. */
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
			// Always 'add': n8n's editor shows no field in mode 'update' unless records can be matched by one.
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

const known = new WeakMap<object, Map<string, MappedField>>();

/** The fields by name; the list is the same object for all items of a run. */
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
