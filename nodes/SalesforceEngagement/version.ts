import type { Batch } from '../shared/form/operation';
import { textOf } from '../shared/base/values';

/** API version of a call where the user chooses none. */
export const DEFAULT_VERSION = '67.0';

/** The API version of a batch. */
export function versionOf({ settings }: Batch): string {
	return textOf(settings.apiVersion) ?? DEFAULT_VERSION;
}
