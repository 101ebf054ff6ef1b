import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../shared/base/result';
import { at, isObject, textOf } from '../shared/base/values';
import { remember } from '../shared/http/remember';
import { pathPart } from '../shared/http/replies';
import type { Session } from '../shared/http/session';

/** A custom attribute of a kind of objects (kustomer 4.9). */
export interface Attribute {
	name: string;
	label: string;
	/** Values it may have, where they are listed. */
	values: string[];
	/** True where it holds several values. */
	multiple: boolean;
}

/** Custom attributes of a resource, such as `customer` or `kobject.order`, asked for once per run; deleted ones are left out. */
export async function attributesOf(
	session: Session,
	resource: string,
): Promise<Result<Attribute[]>> {
	return await remember(session, `attributes of ${resource}`, async () => {
		const answer = await session.call({
			method: 'GET',
			path: `/v1/metadata/${pathPart(resource)}`,
		});
		if (!answer.ok) return answer;
		const properties = at(answer.body, 'data', 'attributes', 'properties');
		return {
			ok: true,
			value: Object.entries(isObject(properties) ? properties : {})
				.filter(([, entry]) => isObject(entry) && !entry.deletedAt)
				.map(([name, entry]) => attribute(name, entry as IDataObject)),
		};
	});
}

function attribute(name: string, entry: IDataObject): Attribute {
	const { displayName, enumeration, multi, array } = entry;
	return {
		name,
		label: textOf(displayName) ?? name,
		values: Array.isArray(enumeration) ? enumeration.flatMap((value) => textOf(value) ?? []) : [],
		multiple: multi === true || array === true,
	};
}

/** What can be searched for (kustomer 3.6). */
export interface SearchSchema {
	/** Operators by the type of an attribute. */
	operators: Record<string, string[]>;
	/** Types of the attributes, by name. */
	attributes: Record<string, string>;
}

/**
 * What the organization's search knows, asked for once per run. The form of the attributes in the reply was not seen:
 * a name with a type, or a name with an object that has a type, at the top or by kind of object.
 */
export async function searchSchema(session: Session): Promise<Result<SearchSchema>> {
	return await remember(session, 'search schema', async () => {
		const answer = await session.call({ method: 'GET', path: '/v1/customers/searches/schema' });
		if (!answer.ok) return answer;
		const schema = at(answer.body, 'data', 'attributes') ?? answer.body;
		const operators = at(schema, 'operators');
		const attributes: Record<string, string> = {};
		collect(at(schema, 'attributes'), attributes);
		return {
			ok: true,
			value: {
				operators: Object.fromEntries(
					Object.entries(isObject(operators) ? operators : {}).map(([type, names]) => [
						type,
						Array.isArray(names)
							? names.flatMap((name) => textOf(name) ?? [])
							: Object.keys(names ?? {}),
					]),
				),
				attributes,
			},
		};
	});
}

function collect(value: unknown, found: Record<string, string>, depth = 0): void {
	if (!isObject(value) || depth > 2) return;
	for (const [name, entry] of Object.entries(value)) {
		const type = textOf(entry) ?? textOf(at(entry, 'type'));
		if (type !== undefined) found[name] = type;
		else collect(entry, found, depth + 1);
	}
}
