import type { AccountField } from '../../shared/form/fields/account';
import type { AccountFieldsSource } from '../../shared/form/operation';
import { fieldsOf, type FieldMeta } from '../metadata';
import { MODULES } from '../modules';
import { toBigin } from './custom';

/**
 * The fields of a module as the account has them (bigin 7.2): what Bigin does not know it ignores without a word (bigin 3).
 * @param taken names of fields that Bigin fills in itself, but takes to find a record
 */
export function accountFieldsOf(
	module: string,
	taken: readonly string[] = [],
): AccountFieldsSource {
	return {
		async load(session) {
			const fields = await fieldsOf(session, module);
			return fields.ok ? { ok: true, value: fields.value.map(accountField) } : fields;
		},
		// Keys of the system, such as $se_module; metadata lists none of them (bigin 4.2).
		isFree: (key) => key.startsWith('$') || taken.includes(key),
	};
}

/** Types of fields that hold another record, which a column may name in more than one way (bigin 10.2). */
const LOOKUPS = ['lookup', 'ownerlookup', 'userlookup'];

/**
 * The fields of the module that an import writes to: Bigin refuses the whole file for a column that it does not know. The days
 * that the node knows are read by their own fields.
 */
export const importedFields: AccountFieldsSource = {
	kindSetting: 'module',
	refusesUnknown: true,
	async load(session, module) {
		const fields = await fieldsOf(session, module);
		if (!fields.ok) return fields;
		const days = new Set(
			MODULES.find(({ api }) => api === module)
				?.fields.filter(({ property }) => property.type === 'dateTime')
				.map(({ name }) => name),
		);
		const asGiven = (meta: FieldMeta) => LOOKUPS.includes(meta.dataType) || days.has(meta.apiName);
		return {
			ok: true,
			value: fields.value.map((meta) =>
				asGiven(meta)
					? { ...accountField(meta), read: (value: unknown) => value }
					: accountField(meta),
			),
		};
	},
	// A lookup is named with what finds its record: Account_Name.id (bigin 10.2).
	isFree: (key, isField) =>
		key === 'id' || (key.includes('.') && isField(key.slice(0, key.indexOf('.')))),
};

function accountField({ apiName, label, writable, dataType }: FieldMeta): AccountField {
	return {
		name: apiName,
		label,
		writable,
		read: (value, shown, place) => toBigin(value, dataType, shown, apiName, place),
	};
}
