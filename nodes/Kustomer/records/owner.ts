import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/base/errors';
import { textOf } from '../../shared/base/values';
import { ID } from '../fields/common';
import type { Kind } from '../kinds';

/** Fields that name whom an object belongs to; a reply shows them with `Id` at the end. */
const OWNERS = ['customer', 'company'];

/**
 * Why an item must not change an object that has its key: the object belongs to another customer or company, which an
 * update cannot change (kustomer 2.4 and 4.6). The item is about another object, then, or its key is wrong.
 */
export function ofAnotherOwner(
	{ noun, createOnly = [] }: Kind,
	record: IDataObject,
	known: IDataObject,
): Failure | undefined {
	const owner = OWNERS.filter((name) => createOnly.includes(name)).find((name) => {
		const given = textOf(record[name]);
		const current = textOf(known[`${name}Id`]);
		return (
			given !== undefined &&
			current !== undefined &&
			ID.form.test(given) &&
			given.toLowerCase() !== current.toLowerCase()
		);
	});
	if (owner === undefined) return undefined;
	return {
		message: `The ${noun} with this key belongs to another ${owner}, ${String(known[`${owner}Id`])}`,
		description: `Nothing was written for this item. Change its key or its ${owner}${noun === 'conversation' ? "; 'Move to Customer' gives a conversation to another customer" : ''}.`,
		id: textOf(known.id),
		field: owner,
		executed: 'no',
	};
}
