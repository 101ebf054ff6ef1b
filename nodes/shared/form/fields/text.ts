import { InputError } from '../../base/errors';
import { momentText, show } from '../../base/values';
import { plainText } from './digits';
import { property, type Field, type FieldOptions, type Requiring } from './field';
import { scalar } from './scalar';

export interface TextOptions extends FieldOptions {
	/** Maximum length in characters. */
	max?: number;
	pattern?: RegExp;
	/** What the pattern expects, for the message: `'X' must be <this>`. */
	expects?: string;
	/** Lines of the text box. */
	rows?: number;
}

/** A line or a box of text. Numbers and Booleans are written as text. */
export function text<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: Requiring<TextOptions, Required> = {},
): Field<Name, string, Required> {
	const element = property('string', name, displayName, '', options);
	if (options.rows) element.typeOptions = { rows: options.rows };
	return scalar(name, options, element, (value, label) => asText(value, label, name, options));
}

function asText(value: unknown, label: string, name: string, options: TextOptions): string {
	const moment = momentText(value);
	if (typeof value === 'object' && moment === undefined) {
		throw new InputError(
			`${label} must be text, but is ${show(value)}`,
			name,
			'Map a single value, not an object or a list.',
		);
	}
	const string = moment ?? plainText(value, label, name);
	if (options.max !== undefined && string.length > options.max) {
		throw new InputError(
			`${label} has ${string.length} characters, and at most ${options.max} are allowed`,
			name,
			'Shorten the text.',
		);
	}
	if (options.pattern && !options.pattern.test(string)) {
		throw new InputError(
			`${label} must be ${options.expects ?? 'in another form'}, but is ${show(value)}`,
			name,
		);
	}
	return string;
}
