import type { FastifyInstance, FastifyReply } from 'fastify';

import {
	relationshipsOf,
	SCHEMAS,
	schemaOf,
	type FieldSchema,
	type ObjectSchema,
} from '../state/schemas';
import type { State } from '../state/state';
import { NEWEST_VERSION, type Guard } from './guard';

type Json = Record<string, unknown>;

/** The record type that every object has (salesforce-engagement 2.7). */
const MASTER = { id: '012000000000000AAA', name: 'Master' };

/** What the org says of itself: versions, limits, objects and their fields (salesforce-engagement 2.5 and 2.6). */
export function describeRoutes(app: FastifyInstance, guard: Guard, state: State): void {
	app.get(
		'/services/data/',
		async () =>
			await Promise.resolve(
				[NEWEST_VERSION - 1, NEWEST_VERSION].map((version) => ({
					label: version === NEWEST_VERSION ? "Summer '26" : "Spring '26",
					url: `/services/data/v${version}.0`,
					version: `${version}.0`,
				})),
			),
	);
	app.get(
		'/services/data/:version/limits',
		async (request, reply) =>
			await Promise.resolve(
				guard(request, reply) ?? { DailyApiRequests: { Max: 15000, Remaining: 14998 } },
			),
	);
	app.get<{ Params: { object: string; recordType: string } }>(
		'/services/data/:version/ui-api/object-info/:object/picklist-values/:recordType',
		async (request, reply) => {
			const { object, recordType } = request.params;
			return await Promise.resolve(
				guard(request, reply) ?? picklists(schemaOf(object), recordType, reply),
			);
		},
	);
	app.get(
		'/services/data/:version/sobjects',
		async (request, reply) =>
			await Promise.resolve(
				guard(request, reply) ?? {
					encoding: 'UTF-8',
					maxBatchSize: 200,
					sobjects: SCHEMAS.map(objectOf),
				},
			),
	);
	const ofObject = (part: string, answer: (schema: ObjectSchema, query: Json) => unknown) =>
		app.get<{ Params: { object: string }; Querystring: Json }>(
			`/services/data/:version/sobjects/:object${part}`,
			async (request, reply) => {
				const refused = guard(request, reply);
				if (refused) return await Promise.resolve(refused);
				const schema = schemaOf(request.params.object);
				if (schema) return await Promise.resolve(answer(schema, request.query));
				void reply.code(404);
				return await Promise.resolve([
					{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' },
				]);
			},
		);
	ofObject('', (schema) => ({ objectDescribe: objectOf(schema), recentItems: [] }));
	ofObject('/describe', (schema) => ({
		...objectOf(schema),
		childRelationships: relationshipsOf(schema).map(({ name, object, field }) => ({
			childSObject: object,
			field,
			relationshipName: name,
			cascadeDelete: false,
		})),
		recordTypeInfos: [MASTER, ...(schema.recordTypes ?? [])].map(({ id, name }) => ({
			active: true,
			available: true,
			defaultRecordTypeMapping: id === MASTER.id,
			developerName: name,
			master: id === MASTER.id,
			name,
			recordTypeId: id,
			urls: {},
		})),
		fields: schema.fields.map(described),
	}));
	const changes = (schema: ObjectSchema, { start, end }: Json, deleted: boolean) =>
		state
			.rows(schema.name)
			.filter((row) => row.IsDeleted === deleted)
			.filter(({ SystemModstamp }) => {
				const moment = momentOf(SystemModstamp);
				return moment >= momentOf(start) && moment < momentOf(end);
			});
	ofObject('/updated/', (schema, query) => ({
		ids: changes(schema, query, false).map(({ Id }) => Id),
		latestDateCovered: query.end,
	}));
	ofObject('/deleted/', (schema, query) => ({
		deletedRecords: changes(schema, query, true).map(({ Id, SystemModstamp }) => ({
			id: Id,
			deletedDate: SystemModstamp,
		})),
		earliestDateAvailable: query.start,
		latestDateCovered: query.end,
	}));
}

/** The picklists of a record type. The UI API does not know every object: here not those of engagement topics. */
function picklists(
	schema: ObjectSchema | undefined,
	recordType: string,
	reply: FastifyReply,
): unknown {
	const type = [{ ...MASTER, values: {} }, ...(schema?.recordTypes ?? [])].find(
		({ id }) => id.slice(0, 15) === recordType.slice(0, 15),
	);
	if (schema === undefined || type === undefined || schema.name === 'EngagementTopic') {
		void reply.code(404);
		return [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }];
	}
	const left: Record<string, string[]> = type.values;
	return {
		picklistFieldValues: Object.fromEntries(
			schema.fields
				.filter(({ type: kind }) => kind === 'picklist' || kind === 'multipicklist')
				.map(({ name, values = [] }) => [
					name,
					{
						controllerValues: {},
						defaultValue: null,
						values: (left[name] ?? values).map((value) => ({
							attributes: null,
							label: value,
							validFor: [],
							value,
						})),
					},
				]),
		),
	};
}

const momentOf = (value: unknown) =>
	Date.parse(String(value).replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));

function objectOf({ name, label, labelPlural, keyPrefix }: ObjectSchema): Json {
	const isEvent = name.endsWith('__e');
	return {
		name,
		label,
		labelPlural,
		keyPrefix,
		custom: /__[ce]$/.test(name),
		createable: true,
		updateable: !isEvent,
		deletable: !isEvent,
		queryable: !isEvent,
		searchable: !isEvent,
		undeletable: !isEvent,
		urls: { describe: `/services/data/v${NEWEST_VERSION}.0/sobjects/${name}/describe` },
	};
}

function described(field: FieldSchema): Json {
	const { name, label, type, length = 0, values = [], referenceTo = [] } = field;
	return {
		name,
		label,
		type,
		length,
		custom: /__[cs]$/.test(name),
		createable: !field.system,
		updateable: !field.system,
		nillable: !field.required && type !== 'boolean' && type !== 'id',
		defaultedOnCreate: field.defaultValue !== undefined || field.system === true,
		defaultValue: typeof field.defaultValue === 'boolean' ? field.defaultValue : null,
		unique: field.unique ?? false,
		externalId: field.externalId ?? false,
		idLookup: field.idLookup ?? false,
		calculated: false,
		autoNumber: false,
		nameField: field.nameField ?? false,
		filterable: !['textarea', 'location', 'base64'].includes(type),
		sortable: !['textarea', 'location', 'base64', 'multipicklist'].includes(type),
		restrictedPicklist: field.restricted ?? false,
		dependentPicklist: false,
		compoundFieldName: field.compoundFieldName ?? null,
		relationshipName: field.relationshipName ?? null,
		referenceTo,
		polymorphicForeignKey: referenceTo.length > 1,
		picklistValues: values.map((value) => ({
			active: true,
			defaultValue: false,
			label: value,
			validFor: null,
			value,
		})),
	};
}
