import type { IDataObject } from 'n8n-workflow';

import { dynamicList, list, type Field, type ValueIn } from '../../shared/form/fields';
import type { Result } from '../../shared/base/result';
import { outputMode, pick, selectedFields, type OutputChoice } from '../../shared/form/output';
import type { Session } from '../../shared/http/session';
import { fieldsOf } from '../metadata';
import type { Module } from '../kinds';

/** The fields of each record to return, if the output is not simplified. */
export const fieldsToReturn = fieldsChoice('getFields', ['resource']);

/**
 * The choice of fields to return, shown only if the output is not simplified.
 * @param method name of the `loadOptions` method that lists them
 * @param dependsOn parameters that decide what the list holds
 */
export function fieldsChoice(
	method: string,
	dependsOn: string[],
): Field<'fields', string[], false> {
	const names = list('fields', 'Field Names or IDs', {
		description: 'The fields to return; all if left empty',
		unique: true,
	});
	const field = dynamicList(names, { method, dependsOn });
	return {
		...field,
		property: {
			...field.property,
			displayOptions: {
				hide: { '/simplify': [true], '/output': ['simplified', 'selectedFields'] },
			},
		},
	};
}

/** The options that decide which fields are returned. */
type Chosen = ValueIn<typeof fieldsToReturn> & OutputChoice;

/** The fields to request from Bigin: those of the simplified output, those chosen, or all that its metadata names. */
export async function wantedFields(
	session: Session,
	module: Pick<Module, 'api' | 'simple'>,
	options: Chosen,
): Promise<Result<string[]>> {
	if (outputMode(options) === 'simplified') return { ok: true, value: [...module.simple] };
	const chosen = selectedFields(options) ?? options.fields ?? [];
	if (chosen.length > 0) return { ok: true, value: chosen };
	const known = await fieldsOf(session, module.api);
	return known.ok ? { ok: true, value: known.value.map(({ apiName }) => apiName) } : known;
}

/** The fields to name in a call that returns whole records if none are named. An empty list means whole records. */
export async function namedFields(
	session: Session,
	module: Pick<Module, 'api' | 'simple'>,
	options: Chosen,
): Promise<Result<string[]>> {
	const chosen = options.fields ?? [];
	return outputMode(options) === 'raw' && chosen.length === 0
		? { ok: true, value: [] }
		: await wantedFields(session, module, options);
}

/** Cuts a row to the chosen fields, in case more had to be read. */
export function asChosen(row: IDataObject, options: Chosen): IDataObject {
	const chosen = options.fields ?? [];
	return outputMode(options) === 'raw' && chosen.length > 0 ? pick(row, ['id', ...chosen]) : row;
}
