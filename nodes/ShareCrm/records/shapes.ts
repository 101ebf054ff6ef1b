import type { Shape } from '../../shared/base/schema';
import type { CrmKind } from '../kinds';

/** Kinds of fields that are not text (sharecrm 7). */
const KINDS: Record<string, Shape> = {
	owner: ['string'],
	created_by: ['string'],
	last_modified_by: ['string'],
	create_time: 'integer',
	last_modified_time: 'integer',
};

/** A record as Simplify leaves it. */
export function simpleShape({ simple }: CrmKind): { [key: string]: Shape } {
	return {
		id: 'string',
		...Object.fromEntries(simple.map((name) => [name, KINDS[name] ?? ('string' as Shape)])),
	};
}
