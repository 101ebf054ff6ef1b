import type { Shape } from '../../shared/base/schema';
import type { Module } from '../kinds';

type ObjectShape = { [key: string]: Shape };

const NAMED: ObjectShape = { id: 'string', name: 'string' };

/** The output for a record that was written (bigin 3.13). */
export const WRITTEN: ObjectShape = {
	id: 'string',
	Created_Time: 'string',
	Modified_Time: 'string',
	Created_By: NAMED,
	Modified_By: NAMED,
	code: 'string',
	message: 'string',
	status: 'string',
};

export const DELETED: ObjectShape = { id: 'string', deleted: 'boolean' };

/** Shapes of the fields that are not text, by API name (bigin 3.2). */
const KINDS: ObjectShape = {
	Tag: ['string'],
	Amount: 'number',
	Unit_Price: 'number',
	All_day: 'boolean',
	Product_Active: 'boolean',
};

/** The shape of a simplified record, which is flat. */
export function simpleShape({ simple }: Module): ObjectShape {
	const shape = (name: string): Shape => KINDS[name] ?? 'string';
	return { id: 'string', ...Object.fromEntries(simple.map((name) => [name, shape(name)])) };
}
