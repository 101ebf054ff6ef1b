import type { IDataObject } from 'n8n-workflow';

import { dynamicList, list, type ValueIn } from '../../shared/form/fields';
import { outputMode, pick, type OutputChoice } from '../../shared/form/output';
import { OF_OBJECT } from '../fields/pickers';

const names = dynamicList(
	list('fields', 'Field Names or IDs', {
		description: 'The fields to return; all if left empty',
		unique: true,
	}),
	{ method: 'getFields', dependsOn: OF_OBJECT },
);

/** The fields to return, where the output is not simplified. */
export const fieldsToReturn = {
	...names,
	property: {
		...names.property,
		displayOptions: {
			hide: { '/simplify': [true], '/output': ['simplified', 'selectedFields'] },
		},
	},
};

/** The choices that decide which fields are returned. */
type Selection = ValueIn<typeof fieldsToReturn> & OutputChoice;

function chosenFields(options: Selection): string[] {
	return outputMode(options) === 'raw' ? (options.fields ?? []) : [];
}

/** The fields to ask ShareCRM for; undefined for all. */
export function projection(options: Selection): string[] | undefined {
	const fields = chosenFields(options);
	return fields.length === 0 ? undefined : fields;
}

/** Keeps the chosen fields and their names, because ShareCRM does not document which fields a projection returns. */
export function asChosen(row: IDataObject, options: Selection): IDataObject {
	const fields = chosenFields(options);
	return fields.length === 0
		? row
		: pick(row, ['id', ...fields.flatMap((field) => [field, `${field}__r`])]);
}
