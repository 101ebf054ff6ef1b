import type { IDataObject } from 'n8n-workflow';

import { failed, found, InputError } from '../../../shared/base/errors';
import { isEmpty, momentText, show } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { limit, plainText, returnAll, text, wanted } from '../../../shared/form/fields';
import { pathPart } from '../../../shared/http/replies';
import { apiVersion } from '../../fields/apiVersion';
import { NAME } from '../../kinds/kind';
import { pagesFrom } from '../../records/pages';
import { apiPath } from '../../version';
import { parameterRows } from './parameters';

const values = parameterRows(
	'A text, a number, true or false, a date, or a name such as LAST_N_DAYS:10',
	'A value for each parameter that the query defines',
);

/** Run Named Query: a query that an administrator has defined in Setup (salesforce-engagement 14 and 16). */
export const runNamedQuery = defineOperation({
	name: 'Run Named Query',
	value: 'runNamed',
	action: 'Run named query',
	description: 'Read records by a query that is defined under Setup > Named Query API',
	input: 'form',
	reads: true,
	fields: [
		text('queryName', 'Query Name', {
			required: true,
			pattern: NAME,
			expects: 'the API name of a named query',
			placeholder: 'e.g. Open_Interactions',
			description: 'The API name of the query in Setup',
		}),
		returnAll,
		limit,
		{ ...values, upFront: true },
	],
	options: [apiVersion],
	limits: { records: 1 },
	returns: { Id: 'string' },
	finish: (asked) => ({ ...asked, parameters: [inQuery(asked.parameters)] }),
	async send(session, { records: [asked], options }) {
		const [query = {}] = asked.parameters as IDataObject[];
		const read = await pagesFrom(
			session,
			{ path: apiPath(options, `named/query/${pathPart(asked.queryName)}`), query },
			wanted(asked),
		);
		return [read.ok ? found(read.value) : failed(read.failure)];
	},
});

/** The parameters as the address holds them. Throws InputError. */
function inQuery(given: unknown): IDataObject {
	const list = (given ?? []) as IDataObject[];
	return Object.fromEntries(
		list.map(({ name, value }) => {
			const label = `Parameter '${String(name)}'`;
			if (isEmpty(value))
				throw new InputError(
					`${label} has no value`,
					'parameters',
					'A named query wants a value for each of its parameters.',
				);
			const moment = momentText(value);
			if (moment === undefined && typeof value === 'object')
				throw new InputError(
					`${label} must be a single value, but is ${show(value)}`,
					'parameters',
				);
			return [String(name), moment ?? plainText(value, label, 'parameters')];
		}),
	);
}
