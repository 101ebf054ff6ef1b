import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { current } from '../../shared/form/current';
import { askForForm } from '../../shared/form/methods';
import { textOf } from '../../shared/base/values';
import { connect } from '../api';
import { kindOf } from '../kinds';
import { attributesOf, searchSchema, typeOfAttribute } from '../metadata';
import { isOperator, OPERATORS } from '../records/criteria';
import { isInUse, readRows } from '../records/rows';
import { VENDOR } from '../replies';

const asked = { name: VENDOR, connect };

/** A list of Kustomer as choices: its names, and of each the ID or another value. */
function listed(path: string, value = 'id') {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const rows = await askForForm(
			this,
			asked,
			async (session) => await readRows(session, { path }),
		);
		return byName(
			rows.filter(isInUse).map((row) => ({
				name: textOf(row.name) ?? textOf(row.displayName) ?? String(row.id),
				value: String(row[value]),
			})),
		);
	};
}

function byName(options: INodePropertyOptions[]): INodePropertyOptions[] {
	return options.sort((a, b) => a.name.localeCompare(b.name));
}

/** The choices that lists of the form offer. */
export const loadOptions = {
	getUsers: listed('/v1/users'),
	getTeams: listed('/v1/teams'),
	getTags: listed('/v1/tags', 'name'),
	getTagIds: listed('/v1/tags'),
	getClasses: listed('/v1/klasses', 'name'),
	/** Attributes that the search knows for the kind of objects, and its custom ones. */
	async getSearchAttributes(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const kind = kindOf(current(this, 'resource') ?? '') ?? kindOf('customer');
		const klass = current(this, 'klass');
		const prefix = kind?.api ?? 'customer';
		return await askForForm(this, asked, async (session) => {
			const schema = await searchSchema(session);
			if (!schema.ok) return schema;
			const own = await attributesOf(
				session,
				prefix === 'kobject' ? `kobject.${klass ?? ''}` : prefix,
			);
			const standard = Object.keys(schema.value.attributes).filter((name) =>
				name.startsWith(`${prefix}_`),
			);
			const custom = (own.ok ? own.value : []).map(({ name, label }) => ({
				name: label,
				value: `${prefix}_custom_${prefix === 'kobject' ? `${klass ?? ''}_` : ''}${name}`,
			}));
			const taken = new Set(custom.map(({ value }) => value));
			return {
				ok: true,
				value: byName([
					...standard
						.filter((name) => !taken.has(name))
						.map((name) => ({ name: titleOf(name.slice(prefix.length + 1)), value: name })),
					...custom,
				]),
			};
		});
	},
	/** Operators that the organization's search has for the attribute of the same condition, as far as the node can write them; all of the node's where it tells none. */
	async getSearchOperators(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const attribute = textOf(this.getCurrentNodeParameter('&attribute')) ?? '';
		return await askForForm(this, asked, async (session) => {
			const schema = await searchSchema(session);
			if (!schema.ok) return schema;
			const type = typeOfAttribute(schema.value, attribute) ?? '';
			const told = (schema.value.operators[type] ?? []).filter(isOperator);
			const offered = OPERATORS.filter(({ value }) => told.length === 0 || told.includes(value));
			return { ok: true, value: byName(offered.map((operator) => ({ ...operator }))) };
		});
	},
};

/** "created_at" as "Created At". */
function titleOf(name: string): string {
	return name
		.split('_')
		.map((word) => word.replace(/^./, (letter) => letter.toUpperCase()))
		.join(' ');
}
