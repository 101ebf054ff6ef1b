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

/** Names an object that no list offers. */
export const plainId = id('id', 'ID', {
	...ID,
	required: true,
	description: 'The ID of the record to work on, as Get Many gives it',
});

/** The field that names the object of an update, a deletion, a reading. */
export function objectId(kind: Kind): Field<'id', string, true> {
	if (kind.picker === undefined) return plainId;
	return pickedId('id', kind.name, kind.picker, {
		required: true,
		description: `The ${kind.noun} to work on`,
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
