import { boolean, text, type Field } from '../../shared/form/fields';

/** Longest statement (salesforce-engagement 2.5). */
const LONGEST = 100_000;

/** A query, typed with n8n's editor for SQL. */
export function editor(): Field<'query', string, true> {
	const field = text('query', 'Query', {
		required: true,
		max: LONGEST,
		placeholder: 'e.g. SELECT Name, Phone FROM Contact WHERE Email = :email',
		description:
			'The SOQL query. Give values from outside as Query Parameters, such as :email; an expression in it can change what is asked for.',
	});
	return {
		...field,
		property: {
			...field.property,
			typeOptions: { editor: 'sqlEditor', sqlDialect: 'StandardSQL', rows: 5 },
		},
	};
}

/** Whether rows of the recycle bin and the archive are wanted. */
export const includeDeleted = boolean('includeDeleted', 'Include Deleted', {
	default: true,
	description: 'Whether deleted and archived records are returned, too',
});
