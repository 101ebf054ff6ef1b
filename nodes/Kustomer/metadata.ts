import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure } from '../shared/base/errors';
import type { Result } from '../shared/base/result';
import { at, isObject, textOf } from '../shared/base/values';
import { remember } from '../shared/http/remember';
import { pathPart } from '../shared/http/replies';
import type { Call, Session } from '../shared/http/session';
import { mayDo, recordedRoles } from './scopes';

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

/** Attributes that a search knows (kustomer 3.6). */
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

/** Types of the search by the ending of a custom attribute's name; that all others are texts is a guess (kustomer 3.6 and 4.9). */
const TYPES: Record<string, string> = {
	At: 'datetime',
	Bool: 'boolean',
	Num: 'number',
	Tree: 'tree',
};

/** The type that an attribute has in the search; undefined for one that is not known. */
export function typeOfAttribute({ attributes }: SearchSchema, name: string): string | undefined {
	if (attributes[name] !== undefined || !name.includes('_custom_')) return attributes[name];
	const ending = Object.keys(TYPES).find((end) => name.endsWith(end));
	return ending === undefined ? 'string' : TYPES[ending];
}

function collect(value: unknown, found: Record<string, string>, depth = 0): void {
	if (!isObject(value) || depth > 2) return;
	for (const [name, entry] of Object.entries(value)) {
		const type = textOf(entry) ?? textOf(at(entry, 'type'));
		if (type !== undefined) found[name] = type;
		else collect(entry, found, depth + 1);
	}
}

/** The roles of the credential, asked for once per account and minute; undefined where they cannot be read (kustomer 1.5). */
async function rolesOf(session: Session): Promise<readonly string[] | undefined> {
	const known = await remember<readonly string[] | undefined>(session, 'roles', async () => {
		const answer = await session.call({
			method: 'GET',
			path: '/v1/auth/tokens/current',
			// Asked once: a service that is down is waited for by the request that is meant.
			reads: false,
		});
		const roles = answer.ok ? at(answer.body, 'data', 'attributes', 'roles') : undefined;
		const names = Array.isArray(roles) ? roles.flatMap((role) => textOf(role) ?? []) : [];
		// Names of another form say nothing about what they allow.
		const isKnown = names.length > 0 && names.every((name) => /^org(\.|$)/.test(name));
		return { ok: true, value: isKnown ? names : undefined };
	});
	return known.ok ? known.value : undefined;
}

/** Connections by an API key, which is the credential that tells its roles. */
const byKey = new WeakSet<object>();

/** The failure of a request for which the API key certainly has no role; undefined where it may be sent. */
export async function missingRole(
	session: Session,
	{ method, path }: Pick<Call, 'method' | 'path'>,
): Promise<Failure | undefined> {
	const needed = byKey.has(session.run) ? recordedRoles(method, path) : [];
	if (needed.length === 0) return undefined;
	const held = await rolesOf(session);
	if (held === undefined || mayDo(held, needed)) return undefined;
	const [role = '', ...others] = needed;
	const instead = others.length === 0 ? '' : ` (or ${others.join(', ')})`;
	return {
		message: `The API key lacks the role ${role}${instead}`,
		description:
			"Nothing was sent. The roles of an API key cannot be edited, so create a new key that has this role, too. With OAuth2, check that 'Scopes' of the credential hold it and that you have it in Kustomer, then connect the account again.",
		code: 'missing_role',
		executed: 'no',
		cause: { cause: 'configuration-invalid' },
	};
}

/** A view of a connection by an API key that names a missing role before a request is sent. */
export function withRoles(session: Session): Session {
	byKey.add(session.run);
	return Object.assign(Object.create(session) as Session, {
		call: async (call: Call) => {
			const failure = call.unsigned ? undefined : await missingRole(session, call);
			return failure === undefined ? await session.call(call) : failed(failure);
		},
	});
}
