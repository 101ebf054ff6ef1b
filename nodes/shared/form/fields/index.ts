export { apiNames } from './names';
export {
	readFields,
	standsUpFront,
	upFront,
	type Field,
	type ReadContext,
	type TakeKey,
} from './field';
export type { ValueIn, Values } from './values';
export { checkDigits, exactNumber, plainText } from './digits';
export {
	boolean,
	choice,
	id,
	lookup,
	number,
	readBoolean,
	readId,
	readLongNumber,
	readNumber,
	text,
} from './scalars';
export { dateField, formatDate, type DateContext, type DateStyle } from './dates';
export { readDatesAs } from './dateOrder';
export { collection, group, idList, json, list, readJson, rows } from './lists';
export { customFields } from './custom';
export type { CustomKind } from './customKinds';
export { converter, dateReader, readDecimal, readInteger, type ReadValue } from './converter';
export { dynamicList, dynamicOption } from './dynamic';
export { pickable, idInAddress } from './locator';
export { mappedFields, type MappedField } from './mapper';
export { limit, returnAll, wanted } from './listing';
export { readText, readUntyped } from './untyped';
