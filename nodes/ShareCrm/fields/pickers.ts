import { dynamicList, id, idList, pickable, text, type Field } from '../../shared/form/fields';

/** What a field can be picked from: the lists of methods/listSearch.ts. */
export type Picker = 'searchObjects' | 'searchRecords' | 'searchEmployees' | 'searchDepartments';

/** Parameters that decide which object a form is about. */
export const OF_OBJECT = ['resource', 'object.value'];

/** A choice among the objects of the tenant, its own ones too. */
export function objectPicker<Name extends string, const Required extends boolean>(
	name: Name,
	{
		displayName = 'Object',
		...options
	}: { displayName?: string; required: Required; description: string },
): Field<Name, string, Required> {
	return pickable(
		text(name, displayName, {
			...options,
			pattern: /^\w+$/,
			expects: 'the API name of an object, such as AccountObj or order__c',
		}),
		{ search: 'searchObjects', by: 'name', placeholder: 'e.g. AccountObj' },
	);
}

/** The object that an operation is about. */
export const objectChoice = objectPicker('object', {
	required: true,
	description: 'The kind of records to work on; those that your company has made end in __c',
});

/** The id of the record that an operation is about. */
export function recordId(noun: string): Field<'id', string, true> {
	const name = noun.replace(/(^| )[a-z]/g, (start) => start.toUpperCase());
	return pickable(
		id('id', name, {
			required: true,
			placeholder: 'e.g. 68fa0c1e2b3d4f0001a2b3c4',
			description: `The ${noun} to work on`,
			idHint: 'Choose it from the list, or give its _id.',
		}),
		{
			search: 'searchRecords',
			by: 'id',
			placeholder: 'e.g. 68fa0c1e2b3d4f0001a2b3c4',
			dependsOn: OF_OBJECT,
		},
	);
}

/** An employee ID (sharecrm 3). */
export const EMPLOYEE = {
	form: /^[\w-]+$/,
	expects: 'an employee ID such as 1000',
	placeholder: 'e.g. 1000',
};

/** An employee, picked from the company's. */
export function employee<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: { required?: Required; description: string },
): Field<Name, string, Required> {
	return pickable(id(name, displayName, { ...EMPLOYEE, ...options }), {
		search: 'searchEmployees',
		by: 'id',
		placeholder: EMPLOYEE.placeholder,
	});
}

/** Several employees, chosen among the company's. */
export function employees<Name extends string, const Required extends boolean = false>(
	name: Name,
	displayName: string,
	options: { required?: Required; description: string; max?: number },
): Field<Name, string[], Required> {
	return dynamicList(idList(name, displayName, { ...EMPLOYEE, unique: true, ...options }), {
		method: 'getEmployees',
	});
}

/** Whose permissions a call has (sharecrm 3). */
export const operator = employee('operatorEmployeeId', 'Operator Employee ID', {
	description: 'Employee whose permissions apply; the one of the credential if left out',
});
