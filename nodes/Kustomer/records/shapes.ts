import type { Shape } from '../../shared/base/schema';
import type { RecordApi } from '../../shared/operations/recordApi';
import { simplified } from '../../shared/operations/simplify';
import { id, type Field } from '../../shared/form/fields';
import { ID } from '../fields/common';
import { pickedId } from '../fields/pickers';
import type { Kind } from '../kinds';
import { VENDOR } from '../replies';

/** Keys of a simplified object whose values are no texts. */
const SHAPES: Record<string, Shape> = {
	assignedTeams: ['string'],
	assignedUsers: ['string'],
	answers: 'array',
	attachments: 'array',
	callable: 'boolean',
	custom: 'object',
	domains: 'array',
	emails: 'array',
	enabled: 'boolean',
	meta: 'object',
	phones: 'array',
	tags: ['string'],
};

/** Shape of a simplified object. */
export function shapeOf(names: readonly string[]): { [key: string]: Shape } {
	return {
		id: 'string',
		...Object.fromEntries(names.map((name) => [name, SHAPES[name] ?? 'string'])),
	};
}

/** The field that names the object of an update, a deletion, a reading. */
export function objectId(kind: Kind): Field<'id', string, true> {
	const required = { required: true as const, description: `The ${kind.noun} to work on` };
	if (kind.picker === undefined) return id('id', `${kind.name} ID`, { ...ID, ...required });
	return pickedId('id', kind.name, kind.picker, {
		...required,
		...(kind.requiredOptions === undefined ? {} : { dependsOn: ['klass.value'] }),
	});
}

/** Shared parts of all operations on objects. */
export const api: RecordApi<Kind> = {
	vendor: VENDOR,
	service: 'Kustomer',
	id: objectId,
	returns: {},
	shape: ({ simple }) => shapeOf(simple),
	simplify: ({ simple }) => simplified(simple),
};
