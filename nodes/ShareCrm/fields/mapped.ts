import { mappedFields, type Field } from '../../shared/form/fields';
import { OF_OBJECT } from './pickers';
import { toShareCrm } from './values';

/** Fields as the tenant's description of the object names and types them (sharecrm 6.2). */
export const objectFields: Field = {
	...mappedFields('fields', 'Fields', {
		method: 'getObjectFields',
		dependsOn: [...OF_OBJECT, 'operation'],
		words: { singular: 'field', plural: 'fields' },
		description: 'The fields of the object as your company has them',
		none: 'The object has no more fields that can be filled in.',
		convert: (value, type, label, name, context) =>
			toShareCrm(value, { type }, label, name, context),
	}),
	// Most objects have some.
	dates: true,
};
