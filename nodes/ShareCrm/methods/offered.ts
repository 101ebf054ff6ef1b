import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { textOf } from '../../shared/base/values';
import type { Session } from '../../shared/http/session';
import type { FieldMeta, FieldOption } from '../metadata';
import { readDepartments } from '../resources/department/getMany';
import { readEmployees } from '../resources/employee/getMany';

/** The people or departments that a field of a type may hold, by name; undefined where none are offered. */
export type Offered = (type: string) => FieldOption[] | undefined;

/** So many people or departments are offered: n8n stores the list in the workflow, once for each field. */
const MOST = 200;

/**
 * How the people or departments are read that a field of a type holds (sharecrm 7 and 10). Types of several values are texts:
 * a choice of n8n's mapper is one value, and would replace all others of the record.
 */
const SOURCES: Readonly<Record<string, (session: Session) => Promise<Result<IDataObject[]>>>> = {
	employee: async (session) => await readEmployees(session, {}, {}),
	department: async (session) => await readDepartments(session, {}, MOST + 1),
};

/** Reads the people and departments that these fields may hold. A list that is too long, or that the operator may not read, is not offered. */
export async function offeredFor(session: Session, fields: readonly FieldMeta[]): Promise<Offered> {
	const lists = new Map<string, FieldOption[]>();
	await Promise.all(
		Object.entries(SOURCES)
			.filter(([type]) => fields.some((field) => field.type === type))
			.map(async ([type, read]) => {
				const rows = await read(session);
				if (rows.ok && rows.value.length > 0 && rows.value.length <= MOST)
					lists.set(type, byName(rows.value));
			}),
	);
	return (type) => lists.get(type);
}

/** Choices by name; of those with the same name, each shows its ID. */
export function byName(rows: readonly IDataObject[]): FieldOption[] {
	const choices = rows.flatMap(({ id, name }): FieldOption[] => {
		const value = textOf(id);
		return value === undefined ? [] : [{ label: textOf(name) ?? value, value }];
	});
	const count = new Map<string, number>();
	for (const { label } of choices) count.set(label, (count.get(label) ?? 0) + 1);
	return choices
		.map(({ label, value }) => ({
			label: (count.get(label) ?? 0) > 1 ? `${label} (${value})` : label,
			value,
		}))
		.sort((a, b) => a.label.localeCompare(b.label));
}
