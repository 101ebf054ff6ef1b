export { readFields, standsUpFront, type Field, type Place } from './field';
export { boolean, checkDigits, choice, id, lookup, number, readBoolean, readId, readNumber, text } from './scalars';
export { dateField, formatDate, type DateStyle } from './dates';
export { collection, group, idList, json, list, readJson, rows } from './lists';
export { customFields, type CustomKind } from './custom';
export { dynamicList, dynamicOption } from './dynamic';
export { pickable, idInAddress } from './locator';
export { mappedFields, type MappedField } from './mapper';
export { limit, returnAll, wanted } from './listing';
