import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { askForForm } from '../../shared/form/methods';
import { connect } from '../api';
import {
	actionsOf,
	fieldsOf,
	objectsOf,
	recordTypesOf,
	relationsOf,
	type FieldMeta,
} from '../metadata';
import { VENDOR } from '../replies';
import { current, currentObject } from './parameters';

type Loader = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** Offers fields of the object that the form is about. */
function fieldLoader(wanted: (field: FieldMeta) => boolean): Loader {
	return async function () {
		const fields = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) => await fieldsOf(session, currentObject(this)),
		);
		return byName(fields.filter(wanted).map(option));
	};
}

function option({ label, apiName }: FieldMeta): INodePropertyOptions {
	return { name: label, value: apiName, description: apiName };
}

function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name));
}

/** The choices that lists of the form offer. */
export const loadOptions: Record<string, Loader> = {
	getFields: fieldLoader(() => true),
	getFilterFields: fieldLoader(({ filterable }) => filterable),
	getSortFields: fieldLoader(({ sortable }) => sortable),
	getExternalIds: fieldLoader(({ matches }) => matches),
	async getRelationships() {
		const relations = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) => await relationsOf(session, currentObject(this)),
		);
		return byName(
			relations.map(({ name, object, field }) => ({
				name,
				value: name,
				description: `${object} by ${field}`,
			})),
		);
	},
	async getRelatedFields() {
		const fields = await askForForm(this, { name: VENDOR, connect }, async (session) => {
			const relations = await relationsOf(session, currentObject(this));
			if (!relations.ok) return relations;
			const name = current(this, 'relationship');
			const relation = relations.value.find((one) => one.name === name);
			return relation === undefined
				? { ok: true as const, value: [] }
				: await fieldsOf(session, relation.object);
		});
		return byName(fields.map(option));
	},
	async getRecordTypes() {
		const types = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) => await recordTypesOf(session, currentObject(this)),
		);
		return byName(types.map(({ id, name }) => ({ name, value: id })));
	},
	getPicklists: fieldLoader(({ values }) => values.length > 0),
	async getActions() {
		const kinds = ['custom/flow', 'custom/apex'];
		const lists = await askForForm(this, { name: VENDOR, connect }, async (session) => {
			const [flows, ...others] = await Promise.all(
				kinds.map(async (kind) => await actionsOf(session, kind)),
			);
			// An org without Apex actions has no list of them.
			const more = others.flatMap((other) => (other.ok ? other.value : []));
			return flows === undefined || !flows.ok
				? (flows ?? { ok: true as const, value: more })
				: { ok: true as const, value: [...flows.value, ...more] };
		});
		return byName(
			lists.map(({ label, path }) => ({ name: label, value: path, description: path })),
		);
	},
	async getObjects() {
		const objects = await askForForm(this, { name: VENDOR, connect }, objectsOf);
		return byName(
			objects
				.filter(({ queryable }) => queryable)
				.map(({ label, apiName }) => ({ name: label, value: apiName, description: apiName })),
		);
	},
};
