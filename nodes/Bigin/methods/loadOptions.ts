import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { current } from '../../shared/form/current';
import { askForForm } from '../../shared/form/methods';
import { at, textOf } from '../../shared/base/values';
import { connect } from '../api';
import { VENDOR } from '../replies';
import { fieldsOf, relatedModule, readMetadata, type FieldMeta } from '../metadata';
import { currentModule } from './parameters';

type Loader = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** Fields that Bigin names as reference fields although they are not unique (bigin 4.4). */
const REFERENCE_FIELDS = ['Account_Name', 'Deal_Name', 'Product_Name'];
/** Fields that a search refuses (bigin 4.7). */
const NOT_SEARCHABLE = ['Sub_Pipeline'];

/** Offers the fields of the form's module that `wanted` accepts. */
function fieldLoader(wanted: (field: FieldMeta) => boolean): Loader {
	return async function () {
		const fields = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) => await fieldsOf(session, currentModule(this)),
		);
		return byName(fields.filter(wanted).map(option));
	};
}

function option({ label, apiName }: FieldMeta): INodePropertyOptions {
	return { name: label, value: apiName, description: apiName };
}

/** Reads a choice whose value is its API name. `label` is the key of the name that the form shows. */
function named(label: string): (entry: unknown) => INodePropertyOptions | undefined {
	return (entry) => {
		const value = textOf(at(entry, 'api_name'));
		return value === undefined
			? undefined
			: { name: textOf(at(entry, label)) ?? value, value, description: value };
	};
}

function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name));
}

/** Products can be linked to the other modules, and those only to products (bigin 4.9). */
function isLinkable(module: string, list: string): boolean {
	return module === 'Products'
		? ['Accounts', 'Contacts', 'Pipelines'].includes(list)
		: list === 'Products';
}

/** The choices of the form's lists. */
export const loadOptions: Record<string, Loader> = {
	getFields: fieldLoader(() => true),
	getSearchFields: fieldLoader(
		({ searchable, apiName }) => searchable && !NOT_SEARCHABLE.includes(apiName),
	),
	getMatchFields: fieldLoader(
		({ unique, apiName, dataType }) =>
			unique || (REFERENCE_FIELDS.includes(apiName) && dataType !== 'lookup'),
	),
	async getRelatedFields() {
		const fields = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) =>
				await fieldsOf(
					session,
					await relatedModule(session, currentModule(this), current(this, 'relatedList') ?? ''),
				),
		);
		return byName(fields.map(option));
	},
	async getRelatedLists() {
		const module = currentModule(this);
		const lists = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) =>
				await readMetadata(session, 'related_lists', module, named('display_label')),
		);
		const linking = ['link', 'unlink'].includes(current(this, 'operation') ?? '');
		return byName(linking ? lists.filter(({ value }) => isLinkable(module, String(value))) : lists);
	},
	async getModules() {
		// The API cannot reach the other modules at all (bigin 7.1).
		const supported = (module: unknown) =>
			at(module, 'api_supported') === false ? undefined : named('plural_label')(module);
		return byName(
			await askForForm(
				this,
				{ name: VENDOR, connect },
				async (session) => await readMetadata(session, 'modules', undefined, supported),
			),
		);
	},
	async getTags() {
		const names = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) =>
				await readMetadata(session, 'tags', currentModule(this), (tag) => textOf(at(tag, 'name'))),
		);
		return byName(names.map((name) => ({ name, value: name })));
	},
};
