import type { Json } from '../http/wire';
import { FIELDS, NAME_FIELDS } from './fieldList';
import { JSON_TYPES, type FieldSpec } from './kinds';
import { stagesOfSub, TEAM_PIPELINES } from './pipelines';

const moduleNumber = (module: string) => Object.keys(FIELDS).indexOf(module);

/** Id of a field, the same at every start. */
function fieldId(module: string, name: string): string {
	const index = (FIELDS[module] ?? []).findIndex((spec) => spec.name === name);
	return String(2034020000000002000n + BigInt(moduleNumber(module) * 200 + index));
}

/** Choices of a field; a sub-pipeline's name the stages that go with it (bigin 7.3). */
function choices(module: string, { name, values = [] }: FieldSpec): Json[] {
	return ['-None-', ...values].map((value, index) => ({
		id: `${fieldId(module, name)}${String(index).padStart(2, '0')}`.slice(-19),
		display_value: value,
		actual_value: value,
		reference_value: value,
		sequence_number: index + 1,
		type: 'used',
		colour_code: null,
		maps:
			name === 'Sub_Pipeline' && value !== '-None-'
				? [
						{
							api_name: 'Stage',
							pick_list_values: stagesOfSub(value).map((stage) => ({
								display_value: stage,
								actual_value: stage,
							})),
						},
					]
				: [],
	}));
}

/** A field as metadata shows it (bigin 7.2). */
export function fieldMeta(module: string, spec: FieldSpec): Json {
	const { name, kind, readOnly = false } = spec;
	// Tags are changed by calls of their own, so forms do not offer them.
	const inForms = !readOnly && kind !== 'tags';
	const picklist = kind === 'picklist' || kind === 'multiselectpicklist';
	return {
		id: fieldId(module, name),
		api_name: name,
		field_label: spec.label,
		display_label: spec.crmLabel ?? spec.label,
		data_type: DATA_TYPES[kind] ?? kind,
		json_type: JSON_TYPES[kind],
		type: 'used',
		length: spec.length ?? (picklist ? 120 : 19),
		decimal_place: kind === 'currency' || kind === 'double' ? 2 : null,
		system_mandatory: spec.required ?? false,
		read_only: readOnly,
		// The owner can be written though this says otherwise, as on live organizations (bigin 7.2).
		field_read_only: readOnly || kind === 'ownerlookup',
		custom_field: spec.custom ?? false,
		virtual_field: false,
		display_field: NAME_FIELDS[module] === name,
		visible: true,
		filterable: true,
		searchable: inForms && name !== 'Sub_Pipeline' && kind !== 'textarea',
		sortable: ['id', 'Created_Time', 'Modified_Time'].includes(name),
		mass_update: inForms,
		webhook: true,
		businesscard_supported: inForms,
		separator: false,
		display_type: -1,
		ui_type: 1,
		quick_sequence_number: null,
		created_source: 'default',
		tooltip: null,
		crypt: null,
		created_time: null,
		modified_time: null,
		global_picklist: null,
		external: null,
		subform: null,
		association_details: null,
		display_format: null,
		display_format_properties: null,
		pick_list_values: picklist ? choices(module, spec) : [],
		pick_list_values_sorted_lexically: false,
		unique: spec.unique ? { casesensitive: '0' } : {},
		lookup:
			kind === 'lookup'
				? {
						api_name: null,
						display_label: spec.crmLabel ?? spec.label,
						id: fieldId(module, name),
						module: { api_name: spec.to, id: fieldId(module, name), crypt: false },
					}
				: {},
		multiselectlookup: {},
		multi_module_lookup: {},
		formula: {},
		auto_number: {},
		currency: kind === 'currency' ? { precision: 2, rounding_option: 'normal' } : {},
		view_type: {
			view: true,
			edit: inForms,
			create: inForms,
			quick_create: inForms && (spec.required ?? false),
		},
		email_parser: { fields_update_supported: inForms, record_operations_supported: false },
		profiles: [],
		colour_code_enabled_by_system: false,
		enable_colour_code: false,
		parent_field: null,
		child_fields: null,
		range: null,
		address: null,
		history_tracking: null,
		textarea: null,
		blueprint_supported: false,
	};
}

/** Kinds that metadata calls otherwise. */
const DATA_TYPES: Record<string, string> = { tags: 'text', participants: 'text' };

/** Id of the one layout of a module that is not pipelines. */
const layoutId = (module: string) => String(2034020000000091001n + BigInt(moduleNumber(module)));

function layout(
	module: string,
	id: string,
	name: string,
	label: string,
	specs: readonly FieldSpec[],
): Json {
	const fields = specs.map((spec, index) => ({
		...fieldMeta(module, spec),
		required: spec.required ?? false,
		sequence_number: index + 1,
		validation_rule: null,
		default_value: null,
	}));
	return {
		id,
		name,
		display_label: name,
		api_name: name,
		status: 'active',
		visible: true,
		mode: 'view',
		display_type: 'page',
		generated_type: 'default',
		sections: [
			{
				id: `${id.slice(0, -3)}900`,
				name: label,
				api_name: label.replaceAll(' ', '_'),
				display_label: label,
				sequence_number: 1,
				column_count: 2,
				isSubformSection: false,
				type: 'used',
				generated_type: 'default',
				fields,
			},
		],
		profiles: [{ id: '2034020000000026011', name: 'Administrator', default: true }],
		actions_allowed: {
			edit: true,
			rename: true,
			clone: false,
			downgrade: false,
			delete: false,
			deactivate: false,
		},
		created_time: null,
		created_by: null,
		modified_time: null,
		modified_by: null,
	};
}

/** Layouts of a module; those of pipelines are the team pipelines (bigin 7.3). */
export function layoutsOf(module: string): Json[] {
	const specs = FIELDS[module] ?? [];
	if (module !== 'Pipelines')
		return [layout(module, layoutId(module), 'Standard', `${module} Information`, specs)];
	return TEAM_PIPELINES.map((team) => {
		const own: Record<string, string[]> = {
			Sub_Pipeline: Object.keys(team.subPipelines),
			Stage: [...new Set(Object.values(team.subPipelines).flat())],
		};
		return layout(
			module,
			team.id,
			team.name,
			'Pipeline Information',
			specs.map((spec) => ({ ...spec, values: own[spec.name] ?? spec.values })),
		);
	});
}
