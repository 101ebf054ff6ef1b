import { choice, group, lookup, text, type Field } from '../../shared/form/fields';
import { isObject } from '../../shared/base/values';
import { biginId, ID, picked } from './common';

/** The name of pipeline records in `$se_module`. Unconfirmed: version 1 of the API used "Deals" (bigin 3.10). */
export const PIPELINES_SE_MODULE = 'Pipelines';

const MODULE = '$se_module';

const frame = group(
	'Related_Record',
	'Related Record',
	[
		choice(
			'module',
			'Record Type',
			[
				{ name: 'Company', value: 'Accounts' },
				{ name: 'Contact', value: 'Contacts' },
				{
					name: 'Not Set',
					value: '',
					description: 'Let Bigin find the record by its ID',
				},
				{ name: 'Pipeline Record', value: PIPELINES_SE_MODULE },
			],
			{ default: '' },
		),
		picked(biginId('id', 'Record', { required: true }), 'searchRelatedRecords'),
		text('name', 'Record Name', { description: 'For your reference only; Bigin uses the ID' }),
	],
	{ spread: true, description: 'Contact, company or pipeline record that this belongs to' },
);

/** The record that an activity belongs to: `Related_To` and, if its type is given, `$se_module` (bigin 3.10). */
export const relatedRecord: Field = {
	...frame,
	// A JSON record holds the API's two keys directly.
	children: [lookup('Related_To', 'Related Record', ID), text(MODULE, 'Record Type')],
	read: (value, context) => {
		const given = frame.read(value, context);
		if (!isObject(given)) return undefined;
		const { module, ...related } = given;
		return { Related_To: related, ...(module === undefined ? {} : { [MODULE]: module }) };
	},
};
