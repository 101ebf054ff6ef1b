import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../shared/base/result';
import { at, isObject, textOf } from '../shared/base/values';
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

/** A field in describe, as far as the node uses it (salesforce-engagement 2.6). */
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

/** Records of another object that name a record of this one (salesforce-engagement 2.6). */
export interface RelationMeta {
	/** Name of the relationship: "Contacts", "Visits__r". */
	name: string;
	/** API name of the other object. */
	object: string;
	/** Its field that holds the ID. */
	field: string;
}

/** A record type of an object that the connected user may choose (salesforce-engagement 2.6). */
export interface RecordTypeMeta {
	id: string;
	name: string;
}

/** An object in describe. */
interface Described {
	fields: FieldMeta[];
	relations: RelationMeta[];
	recordTypes: RecordTypeMeta[];
}

async function describe(
	session: Session,
	object: string,
	fresh = false,
): Promise<Result<Described>> {
	const ask = async (): Promise<Result<Described>> => {
		const answer = await session.call({
			method: 'GET',
			path: metadataPath(session, `/${pathPart(object)}/describe`),
		});
		if (!answer.ok) return answer;
		const part = (name: string) => list(at(answer.body, name));
		return {
			ok: true,
			value: {
				fields: part('fields').flatMap((one) => fieldMeta(one) ?? []),
				relations: part('childRelationships').flatMap((one) => relationMeta(one) ?? []),
				recordTypes: part('recordTypeInfos').flatMap((one) => recordTypeMeta(one) ?? []),
			},
		};
	};
	return await remember(session, `fields of ${object} in ${sessionVersion(session)}`, ask, {
		fresh,
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
	const known = await describe(session, object, fresh);
	return known.ok ? { ok: true, value: known.value.fields } : known;
}

/** Relationships that lead from an object to others which name it. */
export async function relationsOf(
	session: Session,
	object: string,
): Promise<Result<RelationMeta[]>> {
	const known = await describe(session, object);
	return known.ok ? { ok: true, value: known.value.relations } : known;
}

/** Record types of an object; none where the org has not added any. */
export async function recordTypesOf(
	session: Session,
	object: string,
): Promise<Result<RecordTypeMeta[]>> {
	const known = await describe(session, object);
	return known.ok ? { ok: true, value: known.value.recordTypes } : known;
}

/** A value of a picklist, and the values of the controlling field under which it can be chosen, where there is one. */
export interface PickValue {
	label: string;
	value: string;
	validFor: string[];
}

/** The values of an object's picklists under one record type, by the API name of the field (salesforce-engagement 2.7). */
export async function picklistsOf(
	session: Session,
	object: string,
	recordType: string,
): Promise<Result<Map<string, PickValue[]>>> {
	const version = sessionVersion(session);
	return await remember(session, `picklists of ${object} ${recordType} in ${version}`, async () => {
		const answer = await session.call({
			method: 'GET',
			path: `/services/data/v${version}/ui-api/object-info/${pathPart(object)}/picklist-values/${pathPart(recordType)}`,
		});
		if (!answer.ok) return answer;
		const fields = at(answer.body, 'picklistFieldValues');
		return {
			ok: true,
			value: new Map(
				Object.entries(isObject(fields) ? fields : {}).map(([name, field]) => [
					name,
					valuesIn(field),
				]),
			),
		};
	});
}

/** The reply numbers the values of the controlling field. */
function valuesIn(field: unknown): PickValue[] {
	const numbers = at(field, 'controllerValues');
	const names = new Map(
		Object.entries(isObject(numbers) ? numbers : {}).map(([name, number]) => [number, name]),
	);
	return list(at(field, 'values')).flatMap((entry) => {
		const known = pickValue(entry);
		if (known === undefined) return [];
		const validFor = list(at(entry, 'validFor')).flatMap(
			(number) => names.get(number as IDataObject[string]) ?? [],
		);
		return [{ ...known, validFor }];
	});
}

/** A flow or another action of the org. */
export interface ActionMeta {
	name: string;
	label: string;
	type: string;
	/** Its path below the list of all actions: custom/flow/My_Flow. */
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

function relationMeta(entry: unknown): RelationMeta | undefined {
	const name = textOf(at(entry, 'relationshipName'));
	const object = textOf(at(entry, 'childSObject'));
	const field = textOf(at(entry, 'field'));
	return name === undefined || object === undefined || field === undefined
		? undefined
		: { name, object, field };
}

function recordTypeMeta(entry: unknown): RecordTypeMeta | undefined {
	const id = textOf(at(entry, 'recordTypeId'));
	return id === undefined || at(entry, 'available') === false
		? undefined
		: { id, name: textOf(at(entry, 'name')) ?? id };
}

function pickValue(entry: unknown): { label: string; value: string } | undefined {
	const value = textOf(at(entry, 'value'));
	if (value === undefined || at(entry, 'active') === false) return undefined;
	return { value, label: textOf(at(entry, 'label')) ?? value };
}

function list(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}
