import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { askForForm } from '../../shared/form/methods';
import type { Session } from '../../shared/http/session';
import type { Result } from '../../shared/base/result';
import { connect } from '../api';
import { fieldsOf, type FieldMeta, type FieldOption } from '../metadata';
import { VENDOR } from '../replies';
import { readEmployees } from '../resources/employee/getMany';
import { byName } from './offered';
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

/** Offers values by their labels. */
function optionLoader(
	read: (session: Session, form: ILoadOptionsFunctions) => Promise<Result<FieldOption[]>>,
): Loader {
	return async function () {
		const options = await askForForm(
			this,
			{ name: VENDOR, connect },
			async (session) => await read(session, this),
		);
		return options.map(({ label: name, value }) => ({ name, value }));
	};
}

/** The choices that lists of the form offer. */
export const loadOptions: Record<string, Loader> = {
	getFields: fieldLoader(() => true),
	getEmployees: optionLoader(async (session) => {
		const people = await readEmployees(session, {}, {});
		return people.ok ? { ok: true, value: byName(people.value) } : people;
	}),
	getRecordTypes: optionLoader(async (session, form) => {
		const fields = await fieldsOf(session, currentObject(form));
		if (!fields.ok) return fields;
		const field = fields.value.find(({ apiName }) => apiName === 'record_type');
		return { ok: true, value: field?.options ?? [] };
	}),
	getUniqueFields: fieldLoader(({ unique, writable }) => unique && writable),
};
