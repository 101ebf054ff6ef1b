import type { Shape } from '../../../shared/base/schema';

/** The output for a record that was linked or unlinked (bigin 4.9). */
export const RELATED: { [key: string]: Shape } = {
	id: 'string',
	code: 'string',
	message: 'string',
	status: 'string',
};
