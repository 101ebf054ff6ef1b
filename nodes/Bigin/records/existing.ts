import type { Existing } from '../../shared/operations/existing';

/**
 * Bigin refuses a record if another one has the same value in a unique field, and names that record (bigin 11.3). So no
 * lookup is needed beforehand, and a search index that lags does no harm.
 */
export function existing(): Pick<Existing, 'refusedFor' | 'caution'> {
	return { refusedFor: ({ code, id }) => (code === 'DUPLICATE_DATA' ? id : undefined) };
}
