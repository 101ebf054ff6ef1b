import type { AccountFieldsSource } from '../../../shared/form/operation';
import { fieldsOf, type FieldMeta } from '../../metadata';
import { MODULES } from '../../kinds';
import { accountField } from '../../kinds/accountFields';

/** Types of fields that hold another record, which a column may name in more than one way (bigin 10.2). */
const LOOKUPS = ['lookup', 'ownerlookup', 'userlookup'];

/**
 * The fields of the module that an import writes to. Bigin refuses the whole file for one unknown column, so the node
 * compares the keys first. Date fields of the node's own form read their values themselves.
 */
export const importedFields: AccountFieldsSource = {
	kindOption: 'module',
	refusesUnknown: true,
	async load(session, module) {
		const fields = await fieldsOf(session, module, true);
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
	// The key of a lookup also names the field that finds its record: Account_Name.id (bigin 10.2).
	isFree: (key, isField) =>
		key === 'id' || (key.includes('.') && isField(key.slice(0, key.indexOf('.')))),
};
