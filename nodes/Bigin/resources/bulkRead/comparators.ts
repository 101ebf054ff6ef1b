/** How Bigin writes "nothing" in a condition (bigin 10.1). */
export const EMPTY = '${EMPTY}';

/** Comparators of an export. Those for numbers are Bigin's own; the others are Zoho CRM's (bigin 10.1). */
export const COMPARATORS = [
	{
		name: 'Between',
		value: 'between',
		description: 'From one value to another; give both, separated by a comma',
	},
	{ name: 'Contains', value: 'contains' },
	{ name: 'Does Not Contain', value: 'not_contains' },
	{ name: 'Ends With', value: 'ends_with' },
	{ name: 'Equals', value: 'equal' },
	{ name: 'Greater Than', value: 'greater_than' },
	{ name: 'Greater Than or Equal', value: 'greater_equal' },
	{ name: 'Is Empty', value: 'isEmpty' },
	{ name: 'Is Not Empty', value: 'isNotEmpty' },
	{ name: 'Is One Of', value: 'in', description: 'One of several values, separated by commas' },
	{ name: 'Less Than', value: 'less_than' },
	{ name: 'Less Than or Equal', value: 'less_equal' },
	{ name: 'None Of', value: 'not_in', description: 'None of several values, separated by commas' },
	{
		name: 'Not Between',
		value: 'not_between',
		description: 'Outside a range of two values; give both, separated by a comma',
	},
	{ name: 'Not Equal', value: 'not_equal' },
	{ name: 'Starts With', value: 'starts_with' },
];

/** Comparators without a value, and the comparator with `EMPTY` that each one is sent as. */
export const WITHOUT_VALUE: Record<string, string> = { isEmpty: 'equal', isNotEmpty: 'not_equal' };

export const SEVERAL = ['in', 'not_in'];
export const TWO = ['between', 'not_between'];
