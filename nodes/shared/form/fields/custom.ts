import { InputError } from '../../base/errors';
import { isEmpty, isObject, show } from '../../base/values';
import { rowElements, type CustomFieldsOptions } from './customKinds';
import { rowValue } from './customValues';
import { labelOf, type Field, type ReadContext } from './field';
import { collection } from './rows';

/** Rows of custom fields: API name, kind, value. */
export function customFields(
	name: string,
	displayName: string,
	options: CustomFieldsOptions,
): Field {
	const field: Field = {
		name,
		required: false,
		dates: options.kinds.some((kind) => kind === 'date' || kind === 'dateTime'),
		spread: options.shape === 'spread',
		children: options.shape === 'spread' ? [] : undefined,
		property: {
			...collection(name, displayName, 'Custom Field', [], {
				multiple: true,
				button: 'Add Custom Field',
				description: options.description,
			}),
			options: [{ name: 'values', displayName: 'Custom Field', values: rowElements(options) }],
		},
		read: (value, context) => {
			if (isEmpty(value)) return undefined;
			const label = labelOf(field, context);
			const given =
				context.from === 'form'
					? formPairs(value, label, name, context, options)
					: jsonPairs(value, label, name);
			const pairs = options.finish ? finished(given, options.finish, context) : given;
			checkTwice(pairs, label, name);
			if (pairs.length === 0 && context.from === 'form') return undefined;
			if (options.max !== undefined && pairs.length > options.max) {
				throw new InputError(
					`${label} has ${pairs.length} entries, and at most ${options.max} are allowed`,
					name,
				);
			}
			if (options.shape === 'pairs') return pairs.map(([key, entry]) => ({ key, value: entry }));
			return Object.fromEntries(pairs);
		},
	};
	return field;
}

function formPairs(
	value: unknown,
	label: string,
	name: string,
	context: ReadContext,
	options: CustomFieldsOptions,
): Array<[string, unknown]> {
	const given = isObject(value) ? (value.values ?? []) : value;
	const list = Array.isArray(given) ? given : [given];
	return list.flatMap((row, index): Array<[string, unknown]> => {
		const shownRow = `${label.slice(0, -1)} ${index + 1}'`;
		if (!isObject(row) || isEmpty(row.key) || String(row.key).trim() === '')
			throw new InputError(
				`${shownRow} has no API name`,
				name,
				'Fill in the API name, or remove the row.',
			);
		const converted = rowValue(row, `'${context.prefix}${String(row.key)}'`, context, options);
		return converted === undefined ? [] : [[String(row.key).trim(), converted]];
	});
}

function checkTwice(pairs: ReadonlyArray<[string, unknown]>, label: string, name: string): void {
	const keys = new Set<string>();
	for (const [key] of pairs) {
		if (keys.has(key))
			throw new InputError(`${label} gives '${key}' twice`, name, 'Remove one of its rows.');
		keys.add(key);
	}
}

function finished(
	pairs: Array<[string, unknown]>,
	finish: NonNullable<CustomFieldsOptions['finish']>,
	{ prefix }: ReadContext,
): Array<[string, unknown]> {
	return pairs
		.map(([key, value]): [string, unknown] => [key, finish(value, `'${prefix}${key}'`, key)])
		.filter(([, value]) => value !== undefined);
}

function jsonPairs(value: unknown, label: string, name: string): Array<[string, unknown]> {
	if (isObject(value)) return Object.entries(value);
	const pairs = Array.isArray(value) ? value : [undefined];
	return pairs.map((pair) => {
		if (!isObject(pair) || typeof pair.key !== 'string') {
			throw new InputError(
				`${label} must be an object, or a list of { key, value }, but is ${show(value)}`,
				name,
			);
		}
		return [pair.key, pair.value];
	});
}
