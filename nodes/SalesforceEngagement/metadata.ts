import type { Result } from '../shared/base/result';
import { at, textOf } from '../shared/base/values';
import { pathPart } from '../shared/http/replies';
import { remember } from '../shared/http/remember';
import type { Session } from '../shared/http/session';
import { sessionVersion } from './version';

/** A kind of record of the org, as far as it is used here (salesforce-engagement 2.6). */
export interface ObjectMeta {
	apiName: string;
	label: string;
	keyPrefix?: string;
	createable: boolean;
	updateable: boolean;
	deletable: boolean;
	queryable: boolean;
}

/** What Salesforce says of a field, as far as it is used here (salesforce-engagement 2.6). */
export interface FieldMeta {
	apiName: string;
	label: string;
	dataType: string;
	custom: boolean;
	createable: boolean;
	updateable: boolean;
	/** A new record needs a value. */
	required: boolean;
	unique: boolean;
	/** A record can be found by it. */
	matches: boolean;
	nameField: boolean;
	filterable: boolean;
	sortable: boolean;
	/** Part of a compound field, such as the latitude of a location. */
	compound?: string;
	relationshipName?: string;
	referenceTo: string[];
	/** Active values of a picklist. */
	values: Array<{ label: string; value: string }>;
}

/** Objects of the org. */
export async function objectsOf(session: Session): Promise<Result<ObjectMeta[]>> {
	return await remember(session, `objects in ${sessionVersion(session)}`, async () => {
		const answer = await session.call({ method: 'GET', path: metadataPath(session, '') });
		return answer.ok
			? {
					ok: true,
					value: list(at(answer.body, 'sobjects')).flatMap((one) => objectMeta(one) ?? []),
				}
			: answer;
	});
}

/**
 * Fields of an object.
 * @param fresh true where values are left out by them, so that they must be those of now
 */
export async function fieldsOf(
	session: Session,
	object: string,
	fresh = false,
): Promise<Result<FieldMeta[]>> {
	const ask = async (): Promise<Result<FieldMeta[]>> => {
		const answer = await session.call({
			method: 'GET',
			path: metadataPath(session, `/${pathPart(object)}/describe`),
		});
		return answer.ok
			? { ok: true, value: list(at(answer.body, 'fields')).flatMap((one) => fieldMeta(one) ?? []) }
			: answer;
	};
	return await remember(session, `fields of ${object} in ${sessionVersion(session)}`, ask, {
		fresh,
	});
}

/** A flow or another action of the org. */
export interface ActionMeta {
	name: string;
	label: string;
	type: string;
	/** Where it is run, below the list of all actions: custom/flow/My_Flow. */
	path: string;
}

/** Actions of a kind, such as custom/flow. */
export async function actionsOf(session: Session, kind: string): Promise<Result<ActionMeta[]>> {
	const version = sessionVersion(session);
	return await remember(session, `actions of ${kind} in ${version}`, async () => {
		const answer = await session.call({
			method: 'GET',
			path: `/services/data/v${version}/actions/${kind}`,
		});
		if (!answer.ok) return answer;
		const actions = list(at(answer.body, 'actions')).flatMap((entry) => {
			const name = textOf(at(entry, 'name'));
			const label = textOf(at(entry, 'label')) ?? name ?? '';
			const type = textOf(at(entry, 'type')) ?? '';
			return name === undefined ? [] : [{ name, label, type, path: `${kind}/${name}` }];
		});
		return { ok: true, value: actions };
	});
}

/** A path below the list of objects. */
export function metadataPath(session: Session, rest: string): string {
	return `/services/data/v${sessionVersion(session)}/sobjects${rest}`;
}

/** The field of a name; Salesforce does not look at case. */
export function fieldNamed(fields: readonly FieldMeta[], name: string): FieldMeta | undefined {
	const wanted = name.toLowerCase();
	return fields.find(({ apiName }) => apiName.toLowerCase() === wanted);
}

function objectMeta(entry: unknown): ObjectMeta | undefined {
	const apiName = textOf(at(entry, 'name'));
	if (apiName === undefined) return undefined;
	return {
		apiName,
		label: textOf(at(entry, 'label')) ?? apiName,
		keyPrefix: textOf(at(entry, 'keyPrefix')),
		createable: at(entry, 'createable') !== false,
		updateable: at(entry, 'updateable') !== false,
		deletable: at(entry, 'deletable') !== false,
		queryable: at(entry, 'queryable') !== false,
	};
}

/** Reads what Salesforce says of a field. */
export function fieldMeta(entry: unknown): FieldMeta | undefined {
	const apiName = textOf(at(entry, 'name'));
	if (apiName === undefined) return undefined;
	const is = (key: string) => at(entry, key) === true;
	const createable = is('createable');
	return {
		apiName,
		label: textOf(at(entry, 'label')) ?? apiName,
		dataType: textOf(at(entry, 'type')) ?? 'string',
		custom: is('custom'),
		createable,
		updateable: is('updateable'),
		required: createable && !is('nillable') && !is('defaultedOnCreate'),
		unique: is('unique'),
		matches: is('externalId') || is('idLookup'),
		nameField: is('nameField'),
		filterable: at(entry, 'filterable') !== false,
		sortable: at(entry, 'sortable') !== false,
		compound: textOf(at(entry, 'compoundFieldName')),
		relationshipName: textOf(at(entry, 'relationshipName')),
		referenceTo: list(at(entry, 'referenceTo')).flatMap((name) => textOf(name) ?? []),
		values: list(at(entry, 'picklistValues')).flatMap((value) => pickValue(value) ?? []),
	};
}

function pickValue(entry: unknown): { label: string; value: string } | undefined {
	const value = textOf(at(entry, 'value'));
	if (value === undefined || at(entry, 'active') === false) return undefined;
	return { value, label: textOf(at(entry, 'label')) ?? value };
}

function list(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}
