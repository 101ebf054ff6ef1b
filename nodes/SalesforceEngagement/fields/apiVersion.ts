import { InputError } from '../../shared/base/errors';
import { show } from '../../shared/base/values';
import { text } from '../../shared/form/fields';
import { DEFAULT_VERSION } from '../version';

/** Engagement interactions exist since this version (salesforce-engagement 0). */
const FIRST_VERSION = 55;

/** The API version, written as `67.0`; versions without engagement interactions are refused. */
export const apiVersion = {
	...text('apiVersion', 'API Version', {
		default: DEFAULT_VERSION,
		placeholder: 'e.g. 67.0',
		description: 'Version of the Salesforce API, 55.0 or later',
	}),
	read(value: unknown): string | undefined {
		if (value === undefined || value === null || value === '') return undefined;
		const digits = /^v?(\d{1,3})(?:\.0)?$/.exec(String(value).trim())?.[1];
		if (digits !== undefined && Number(digits) >= FIRST_VERSION) return `${Number(digits)}.0`;
		throw new InputError(
			`'API Version' must be 55.0 or later, but is ${show(value)}`,
			'apiVersion',
			'Salesforce has engagement interactions since version 55.0. Give a version such as 67.0.',
		);
	},
};
