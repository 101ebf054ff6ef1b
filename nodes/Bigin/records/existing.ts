import type { Existing } from '../../shared/operations/existing';

/**
 * Bigin refuses a record whose unique field has a value that is there already, and names the record that has it (bigin 11.3):
 * nothing is asked beforehand, and no search index can lag behind.
 */
export function existing(): Pick<Existing, 'refusedFor' | 'caution'> {
	return { refusedFor: ({ code, id }) => (code === 'DUPLICATE_DATA' ? id : undefined) };
}
