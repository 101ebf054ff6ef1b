import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { at, isObject, textOf } from '../../shared/base/values';
import { ID } from '../fields/ids';
import { objectOfResource } from '../kinds';

/** What a parameter of the form holds at the moment; of a picker its value. */
export function current(context: ILoadOptionsFunctions, name: string): string | undefined {
	const value = context.getCurrentNodeParameter(name);
	return textOf(isObject(value) ? at(value, 'value') : value);
}

/** API name of the object that the form is about: by its resource, or the one that was chosen in it. */
export function currentObject(context: ILoadOptionsFunctions): string {
	return (
		objectOfResource(current(context, 'resource') ?? '') ??
		current(context, 'object') ??
		'EngagementInteraction'
	);
}

/** ID of the record type that the form is about; undefined where none is chosen or an expression chooses it. */
export function currentRecordType(context: ILoadOptionsFunctions): string | undefined {
	return [
		'options.recordTypeId',
		'additionalFields.RecordTypeId',
		'updateFields.RecordTypeId',
		'recordTypeId',
	]
		.map((name) => current(context, name))
		.find((value) => value !== undefined && ID.form.test(value));
}
