import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';

import { current } from '../../shared/form/current';
import { anyRecord, customerServiceSession } from '../kinds';

/**
 * API name of the object that the form is about: by its resource, or by the object that was chosen in it.
 * @throws NodeOperationError where none is chosen yet; n8n shows it in the form
 */
export function currentObject(context: ILoadOptionsFunctions): string {
	const resource = current(context, 'resource');
	if (resource === customerServiceSession.value) return customerServiceSession.api;
	const object = current(context, 'object') ?? current(context, 'apiName');
	if (object !== undefined && !object.startsWith('=')) return object;
	throw new NodeOperationError(context.getNode(), "Choose 'Object' first", {
		description:
			'The list shows what belongs to the object. Where an expression chooses it, give API names by expressions, too.',
	});
}

/** API names of fields that the form has by itself. */
export function ownFields(context: ILoadOptionsFunctions): readonly string[] {
	const resource = current(context, 'resource');
	return [customerServiceSession, anyRecord].find(({ value }) => value === resource)?.own ?? [];
}
