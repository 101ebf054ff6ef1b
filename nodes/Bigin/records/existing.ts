import type { Existing } from '../../shared/operations/existing';
import type { UniqueFields } from '../../shared/operations/withoutKey';
import type { Module } from '../kinds';
import { fieldsOf } from '../metadata';

/**
 * Bigin refuses a record if another one has the same value in a unique field, and names that record (bigin 11.3). So no
 * lookup is needed beforehand, and a search index that lags does no harm.
 */
export function existing(
	module: Module,
): Pick<Existing, 'refusedFor' | 'caution' | 'uniqueFields'> {
	return {
		refusedFor: ({ code, id }) => (code === 'DUPLICATE_DATA' ? id : undefined),
		caution: 'an item without one is always created',
		uniqueFields: uniqueFieldsOf(module),
	};
}

/** The fields by which Bigin recognizes the records of a module. */
export function uniqueFieldsOf({ api, unique: usual = [] }: Module): UniqueFields {
	return {
		usual,
		async load(session) {
			const fields = await fieldsOf(session, api);
			if (!fields.ok) return fields;
			return {
				ok: true,
				value: fields.value.flatMap(({ unique, apiName }) => (unique ? [apiName] : [])),
			};
		},
	};
}
