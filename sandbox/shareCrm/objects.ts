/** A field as the tenant describes it (sharecrm 6.2). */
export interface FieldDescribe {
	api_name: string;
	label: string;
	type: string;
	is_required: boolean;
	is_active: boolean;
	is_unique: boolean;
	define_type: 'package' | 'custom';
	options?: Array<{ label: string; value: string }>;
	time_zone?: string;
	target_api_name?: string;
	decimal_places?: number;
}

/** An object of the tenant (sharecrm 6.1). */
export interface ObjectDescribe {
	api: string;
	label: string;
	/** API name of the master, for an object of details. */
	master?: string;
	isActive?: boolean;
	fields: FieldDescribe[];
}

type More = Partial<Omit<FieldDescribe, 'api_name' | 'label' | 'type'>>;

function field(api_name: string, label: string, type: string, more: More = {}): FieldDescribe {
	return {
		api_name,
		label,
		type,
		is_required: false,
		is_active: true,
		is_unique: false,
		define_type: api_name.endsWith('__c') ? 'custom' : 'package',
		...more,
	};
}

const ZONE = { time_zone: 'GMT+8' };

/** Fields that every object has (sharecrm 7). */
const SYSTEM: readonly FieldDescribe[] = [
	field('owner', 'Owner', 'employee'),
	field('record_type', 'Record Type', 'record_type', {
		options: [{ label: 'Default', value: 'default__c' }],
	}),
	field('data_own_department', 'Department', 'department'),
	field('create_time', 'Create Time', 'date_time', ZONE),
	field('created_by', 'Creator', 'employee'),
	field('last_modified_time', 'Last Modified Time', 'date_time', ZONE),
	field('last_modified_by', 'Last Modified By', 'employee'),
	field('life_status', 'Life Status', 'select_one', {
		options: [
			{ label: 'Normal', value: 'normal' },
			{ label: 'Invalid', value: 'invalid' },
		],
	}),
	field('lock_status', 'Lock Status', 'select_one', {
		options: [
			{ label: 'Unlocked', value: '0' },
			{ label: 'Locked', value: '1' },
		],
	}),
	field('lock_rule', 'Lock Rule', 'lock_rule'),
];

function object(
	api: string,
	label: string,
	fields: FieldDescribe[],
	more: Partial<ObjectDescribe> = {},
): ObjectDescribe {
	return { api, label, ...more, fields: [...fields, ...SYSTEM] };
}

/** The objects of the sandbox's tenant. */
export function tenantObjects(): ObjectDescribe[] {
	return [
		object('CustomerServiceSessionObj', 'Customer Service Session', [
			field('name', 'Name', 'text'),
			field('channel', 'Channel', 'select_one', {
				options: [
					{ label: 'Web', value: 'web' },
					{ label: 'Phone', value: 'phone' },
				],
			}),
			field('field_price__c', 'Price', 'currency', { decimal_places: 2 }),
			field('field_key__c', 'Chat Key', 'text', { is_unique: true }),
			field('field_account__c', 'Account', 'object_reference', { target_api_name: 'AccountObj' }),
			field('field_posts__c', 'Posts', 'long_text'),
			field('field_status__c', 'Progress', 'select_one', {
				options: [
					{ label: 'Open', value: 'open' },
					{ label: 'Closed', value: 'closed' },
				],
			}),
		]),
		object('AccountObj', 'Account', [
			field('name', 'Account Name', 'text', { is_required: true }),
			field('account_no', 'Account No.', 'auto_number'),
			field('tel', 'Phone', 'phone_number'),
			field('email', 'Email', 'email', { is_unique: true }),
			field('level', 'Level', 'select_one', {
				options: [
					{ label: 'Gold', value: '1' },
					{ label: 'Silver', value: '2' },
					{ label: 'Other', value: 'other' },
				],
			}),
			field('tags', 'Interests', 'select_many', {
				options: [
					{ label: 'Ships', value: 'a' },
					{ label: 'Trains', value: 'b' },
				],
			}),
			field('revenue', 'Revenue', 'currency', { decimal_places: 2 }),
			field('share', 'Share', 'percentile'),
			field('is_key', 'Key Account', 'true_or_false'),
			field('since', 'Customer Since', 'date', ZONE),
			field('next_call', 'Next Call', 'date_time', ZONE),
			field('opens_at', 'Opens At', 'time'),
			field('helpers', 'Helpers', 'employee_many'),
			field('parent_id', 'Parent Account', 'object_reference', { target_api_name: 'AccountObj' }),
			field('place', 'Place', 'location'),
			field('files', 'Files', 'file_attachment'),
			field('score', 'Score', 'formula'),
			field('old_field', 'Old Field', 'text', { is_active: false }),
		]),
		object('LeadsObj', 'Lead', [
			field('name', 'Name', 'text', { is_required: true }),
			field('mobile', 'Mobile', 'phone_number', { is_unique: true }),
			field('leads_pool_id', 'Lead Pool', 'object_reference'),
		]),
		object('CasesObj', 'Case', [
			field('name', 'Case Number', 'text'),
			field('status', 'Status', 'text'),
			field('kustomer_conversation__c', 'Kustomer Conversation', 'text', { is_unique: true }),
		]),
		object('order__c', 'Order', [
			field('name', 'Order Name', 'text', { is_required: true }),
			field('code__c', 'Code', 'text', { is_unique: true }),
			field('amount__c', 'Amount', 'number', { decimal_places: 2 }),
			field('buyer__c', 'Buyer', 'object_reference', { target_api_name: 'AccountObj' }),
		]),
		object(
			'order_line__c',
			'Order Line',
			[
				field('name', 'Line Name', 'text'),
				field('order__c', 'Order', 'master_detail', { target_api_name: 'order__c' }),
				field('quantity__c', 'Quantity', 'number', { decimal_places: 0 }),
			],
			{ master: 'order__c' },
		),
		object('DepartmentObj', 'Department', [
			field('name', 'Department Name', 'text', { is_required: true }),
			field('parent_id', 'Parent', 'department'),
			field('status', 'Status', 'select_one', {
				options: [
					{ label: 'Enabled', value: '0' },
					{ label: 'Disabled', value: '1' },
				],
			}),
		]),
		object('RetiredObj', 'Retired', [field('name', 'Name', 'text')], { isActive: false }),
	];
}
