import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { askForForm } from '../../shared/methods';
import { at, textOf } from '../../shared/values';
import { connect, VENDOR } from '../api';
import { fieldsOf, settings, type FieldMeta } from '../metadata';
import { currentModule } from './parameters';

type Loader = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** Fields that Bigin names as reference fields although they are not unique (contract 4.4). */
const REFERENCE_FIELDS = ['Account_Name', 'Deal_Name', 'Product_Name'];
/** A search does not take it (contract 4.7). */
const NOT_SEARCHABLE = ['Sub_Pipeline'];

/** Offers fields of the module that the form is about. */
function fieldLoader(wanted: (field: FieldMeta) => boolean): Loader {
	return async function () {
		const fields = await askForForm(this, { name: VENDOR, connect }, async (session) => await fieldsOf(session, currentModule(this)));
		return byName(fields.filter(wanted).map(({ label, apiName }) => ({ name: label, value: apiName, description: apiName })));
	};
}

function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name));
}

/** The choices that lists of the form offer. */
export const loadOptions: Record<string, Loader> = {
	getFields: fieldLoader(() => true),
	getSearchFields: fieldLoader(({ searchable, apiName }) => searchable && !NOT_SEARCHABLE.includes(apiName)),
	getMatchFields: fieldLoader(({ unique, apiName, dataType }) => unique || (REFERENCE_FIELDS.includes(apiName) && dataType !== 'lookup')),
	async getTags() {
		const names = await askForForm(this, { name: VENDOR, connect }, async (session) => await settings(session, 'tags', currentModule(this), (tag) => textOf(at(tag, 'name'))));
		return byName(names.map((name) => ({ name, value: name })));
	},
};
