import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { askForForm } from '../../shared/form/methods';
import { connect } from '../api';
import { fieldsOf, type FieldMeta } from '../metadata';
import { VENDOR } from '../replies';
import { currentObject } from './parameters';

type Loader = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** Offers fields of the object that the form is about. */
function fieldLoader(wanted: (field: FieldMeta) => boolean): Loader {
	return async function () {
		const object = currentObject(this);
		const fields = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) => await fieldsOf(session, object),
		);
		return fields
			.filter(wanted)
			.map(({ label, apiName }) => ({ name: label, value: apiName, description: apiName }))
			.sort((a, b) => a.name.localeCompare(b.name));
	};
}

/** The choices that lists of the form offer. */
export const loadOptions: Record<string, Loader> = {
	getFields: fieldLoader(() => true),
	getUniqueFields: fieldLoader(({ unique, writable }) => unique && writable),
};
