/** How a field is compared (sharecrm 5.4); most take one value. */
export const OPERATORS = [
	{ name: 'Array Contains', value: 'CONTAINS', description: 'For custom objects' },
	{ name: 'Between', value: 'BETWEEN', description: 'Two values, separated by a comma' },
	{ name: 'Contains', value: 'LIKE' },
	{ name: 'Does Not Contain', value: 'NLIKE' },
	{ name: 'Ends With', value: 'ENDWITH' },
	{ name: 'Equal', value: 'EQ' },
	{ name: 'Greater', value: 'GT' },
	{ name: 'Greater or Equal', value: 'GTE' },
	{ name: 'Has Any Of', value: 'HASANYOF', description: 'Values separated by commas' },
	{ name: 'Has None Of', value: 'NHASANYOF', description: 'Values separated by commas' },
	{ name: 'In List', value: 'IN', description: 'Values separated by commas' },
	{ name: 'Is Empty', value: 'IS' },
	{ name: 'Is Not Empty', value: 'ISN' },
	{ name: 'Less', value: 'LT' },
	{ name: 'Less or Equal', value: 'LTE' },
	{ name: 'Not Between', value: 'NBETWEEN', description: 'Two values, separated by a comma' },
	{ name: 'Not Equal', value: 'N', description: 'Empty fields, too' },
	{ name: 'Not In List', value: 'NIN', description: 'Values separated by commas' },
	{ name: 'Starts With', value: 'STARTWITH' },
] as const;

/** Operators without a value, with a list of values, and with two of them. */
export const WITHOUT_VALUE = ['IS', 'ISN'];
export const WITH_LIST = ['IN', 'NIN', 'HASANYOF', 'NHASANYOF', 'CONTAINS'];
export const WITH_TWO = ['BETWEEN', 'NBETWEEN'];
