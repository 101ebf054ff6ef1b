import type { Shape } from '../../../shared/base/schema';
import { simplified } from '../../../shared/operations/simplify';

const KEPT = [
	'full_name',
	'email',
	'status',
	'role',
	'profile',
	'phone',
	'mobile',
	'time_zone',
	'language',
];

/** Keeps the most important fields of a user (bigin 6). */
export const simpleUser = simplified(KEPT);

export const USER: { [key: string]: Shape } = {
	id: 'string',
	...Object.fromEntries(KEPT.map((name) => [name, 'string' as const])),
};
