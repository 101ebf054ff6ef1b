import { isEmpty } from '../../base/values';
import {
	isRequired,
	labelOf,
	type Field,
	type FieldOptions,
	type ReadContext,
	type Requiring,
} from './field';

export function scalar<Name extends string, Value, Required extends boolean>(
	name: Name,
	options: Requiring<FieldOptions, Required>,
	element: Field['property'],
	convert: (value: unknown, label: string, context: ReadContext) => Value,
): Field<Name, Value, Required> {
	// One label per field: one per value costs measurable time at 100,000 items.
	const own = labelOf({ property: element }, { prefix: '' });
	const field: Field<Name, Value, Required> = {
		name,
		required: isRequired(options),
		upFront: options.upFront,
		property: element,
		read: (value, context) =>
			isEmpty(value)
				? undefined
				: convert(value, context.prefix === '' ? own : labelOf(field, context), context),
	};
	return field;
}
