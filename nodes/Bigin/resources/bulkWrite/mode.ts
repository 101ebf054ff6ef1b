import { InputError } from '../../../shared/base/errors';
import { boolean, choice, dynamicOption, text, type Values } from '../../../shared/form/fields';
import { shownFor } from '../../fields/common';
import { moduleChoice } from '../../kinds/moduleChoice';

/** Modules that an import can write to (bigin 10.2). */
const IMPORTED = ['Contacts', 'Accounts', 'Pipelines', 'Products'];

export const importModule = moduleChoice(IMPORTED);

/** What an import does. The values are Bigin's own (bigin 10.2). */
export const writeMode = choice(
	'writeMode',
	'Import Mode',
	[
		{ name: 'Create', value: 'insert', description: 'Add every record' },
		{
			name: 'Create or Update',
			value: 'upsert',
			description: 'Create a new record, or update the current one if it already exists (upsert)',
		},
		{ name: 'Update', value: 'update', description: 'Change existing records' },
	],
	{ required: true, default: 'insert' },
);

export const matchOn = shownFor(
	dynamicOption(
		text('matchOn', 'Match On Name or ID', {
			upFront: true,
			description:
				'The unique field by which Bigin finds an existing record; for Update, the record ID if left empty',
		}),
		{ method: 'getMatchFields', dependsOn: ['module'] },
	),
	'writeMode',
	['upsert', 'update'],
);

export const ignoreEmpty = boolean('ignoreEmpty', 'Ignore Empty Values', {
	default: true,
	description:
		'Whether empty values leave the field of an existing record as it is; otherwise they clear it',
});

/**
 * The field by which Bigin finds the records to change; undefined if all records are new (bigin 10.2).
 * @throws InputError if it must be chosen and is not
 */
export function findBy({
	writeMode: mode,
	matchOn: chosen,
}: Values<[typeof writeMode, typeof matchOn]>): string | undefined {
	if (mode !== 'update' && mode !== 'upsert') return undefined;
	if (chosen !== undefined) return chosen;
	if (mode === 'update') return 'id';
	throw new InputError(
		"'Match On Name or ID' is missing",
		'matchOn',
		'Choose the unique field by which Bigin finds an existing record, such as Email.',
	);
}
