import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../base/errors';
import { show } from '../base/values';
import {
	boolean,
	choice,
	json,
	rows,
	text,
	upFront,
	type Field,
	type ValueIn,
} from '../form/fields';

const METHODS = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'] as const;

export const method = upFront(
	choice(
		'method',
		'Method',
		METHODS.map((name) => ({ name, value: name })),
		{ default: 'GET' },
	),
);

export function path(example: string): Field<'path', string, true> {
	const field = text('path', 'Path', {
		required: true,
		placeholder: `e.g. ${example}`,
		description: 'Path of the request, starting with a slash; the host comes from the credential',
	});
	return {
		...field,
		read: (value, context) => {
			const given = field.read(value, context);
			return given === undefined ? undefined : checkedPath(given);
		},
	};
}

/** Longest path with its query, in characters; no service accepts more. */
const LONGEST_PATH = 8_000;

/**
 * The path as it is sent, with its query.
 * @throws InputError if it could lead to another host, or to a path other than the one it shows
 */
export function checkedPath(given: string): string {
	const refuse = (what: string) =>
		new InputError(
			`'Path' ${what}, but is ${show(given)}`,
			'path',
			'Give only the path, without scheme and host, for example as the API documentation shows it.',
		);
	if (given.length > LONGEST_PATH) throw refuse(`must have at most ${LONGEST_PATH} characters`);
	if (!given.startsWith('/') || given.startsWith('//') || given.includes('\\'))
		throw refuse('must begin with one slash and contain no host');
	if (/[\p{Cc}#]/u.test(given)) throw refuse('must contain no line break and no #');
	const [only = ''] = given.split('?', 1);
	if (only.split('/').some((part) => /^(\.|%2e){1,2}$/i.test(part)))
		throw refuse('must contain no parts that are only dots');
	const { host, pathname, search } = new URL(given, 'https://host.invalid');
	if (host !== 'host.invalid') throw refuse('must contain no host');
	return `${pathname}${search}`;
}

export const query = rows(
	'query',
	'Query Parameters',
	[text('name', 'Name', { required: true }), text('value', 'Value')],
	{ button: 'Add Parameter', row: 'Parameter' },
);

export const headers = rows(
	'headers',
	'Headers',
	[
		text('name', 'Name', {
			required: true,
			max: 200,
			pattern: /^[!#$%&'*+.^_`|~0-9a-z-]+$/i,
			expects: 'the name of a header',
		}),
		text('value', 'Value', {
			max: 8_000,
			pattern: /^[ -~]*$/,
			expects: 'one line of plain characters',
		}),
	],
	{ button: 'Add Header', row: 'Header' },
);

/** Headers that the connection sets itself, because another value could send the credential elsewhere or break the request. */
const TAKEN =
	/^(authorization|cookie|connection|content-length|host|proxy-.*|transfer-encoding|upgrade|x-fs-.*)$/i;

export const body = upFront(
	json('body', 'Body', { shape: 'any', description: 'The JSON that is sent' }),
);

export const followPages = upFront(
	boolean('followPages', 'Follow Pages', {
		description: 'Whether to read the pages of a list one after the other',
	}),
);

export const listAt = text('listAt', 'List in Reply', {
	placeholder: 'e.g. data.rows',
	description: 'Keys that lead to a list in the reply, each entry of which becomes an item',
	pattern: /^[^.]{1,100}(\.[^.]{1,100}){0,9}$/,
	expects: 'keys separated by dots',
});

export const repeatable = boolean('repeatable', 'Safe to Repeat', {
	// Defaults to true: adding the option is the request.
	default: true,
	description:
		'Whether the request may be sent again if its reply is lost, because repeating it changes nothing; a GET always is',
});

export function checkHeaders<Asked extends ValueIn<typeof headers>>(asked: Asked): Asked {
	for (const { name } of asked.headers ?? [])
		if (TAKEN.test(name))
			throw new InputError(
				`'Headers' must not contain '${name}', which the connection sets itself`,
				'headers',
				'Leave this header out.',
			);
	return asked;
}

/** Shows a field only for these methods, in addition to the conditions that it already has. */
export function shownFor<One extends Field>(
	field: One,
	methods: string[],
	more: IDataObject = {},
): One {
	const { displayOptions } = field.property;
	const show = { ...displayOptions?.show, method: methods, ...more } as NonNullable<
		typeof displayOptions
	>['show'];
	return { ...field, property: { ...field.property, displayOptions: { ...displayOptions, show } } };
}
