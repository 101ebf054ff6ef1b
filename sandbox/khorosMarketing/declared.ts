/** A field that the CRM has added, as `/meta/object/{type}` tells it (khoros-marketing 4.10). */
export interface DeclaredField {
	name: string;
	label: string;
	type: string;
	searchable: boolean;
	listValues?: Array<{ name: string; value: string }>;
}

const TIER: Pick<DeclaredField, 'label' | 'type' | 'searchable' | 'listValues'> = {
	label: 'Tier',
	type: 'single_sel_list',
	searchable: false,
	listValues: [
		{ name: 'Gold', value: 'gold' },
		{ name: 'Silver', value: 'silver' },
	],
};

export const CASE_FIELDS: readonly DeclaredField[] = [
	{ name: 'clubNo', label: 'Club Number', type: 'text', searchable: false },
	{ name: 'vip', label: 'VIP', type: 'checkbox', searchable: false },
	{ name: 'tier', ...TIER },
	{ name: 'customCasePropertyOne', label: 'First Example', type: 'text', searchable: false },
	{ name: 'customCasePropertyTwo', label: 'Second Example', type: 'textarea', searchable: false },
];

export const CUSTOMER_FIELDS: readonly DeclaredField[] = [
	{ name: 'email', label: 'E-mail', type: 'text', searchable: true },
	{ name: 'name', label: 'Name', type: 'text', searchable: true },
	{ name: 'vip', label: 'VIP', type: 'checkbox', searchable: false },
	{ name: 'tier', ...TIER },
	{ name: 'about', label: 'About', type: 'textarea', searchable: false },
];

/** The JSON schema of a value of a field; a checkbox is sent as a boolean or as its text (khoros-marketing 5.5). */
export function schemaOf({ type, listValues = [] }: DeclaredField): object {
	if (type === 'checkbox') return { enum: [true, false, 'true', 'false'] };
	if (type === 'single_sel_list') return { enum: listValues.map(({ value }) => value) };
	return { type: 'string' };
}
