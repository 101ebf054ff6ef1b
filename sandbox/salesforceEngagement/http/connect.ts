import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { refusedEntry, refusedPositions } from '../../core/fakeServer';
import { checkBody, type ApiError } from '../records';
import { schemaOf, type ObjectSchema } from '../state/schemas';
import type { Row, State } from '../state/state';
import type { Guard } from './guard';

type Json = Record<string, unknown>;

/** The result of a subrequest (salesforce-engagement 4.1). */
export interface Result {
	statusCode: number;
	result: unknown;
}

/** Most subrequests of a batch (salesforce-engagement 4.1). */
const MAX_SUBREQUESTS = 25;
const RESOURCE = 'connect/service-excellence/engagement-interactions';
const SUBREQUEST_URL = new RegExp(`^v(\\d+)\\.0/${RESOURCE}$`);

/** Names of the fields of the objects, where the Connect API has others (salesforce-engagement 2.4). */
const NAMES: Record<string, string> = {
	attendeeAuthenticated: 'IsAttendeeAuthenticated',
	attendeeVerified: 'IsAttendeeVerified',
	externalIdentifierId: 'ExternalIdentifier',
	engagementInteractionId: 'EngagementId',
};

/** The Connect API of engagement interactions (salesforce-engagement 1), alone and in a batch. */
export class Connect {
	/** Answers a create with 201 and this `status.code` in the body, and stores nothing (salesforce-engagement 1.8). */
	bodyStatus = 0;
	/** Ends a batch after so many subrequests, as its time limit would: the rest has no result (salesforce-engagement 4.1). */
	stopAfter = Infinity;
	/** What a create was given, by the row that came of it. */
	private readonly given = new WeakMap<Row, Json>();

	constructor(private readonly state: State) {}

	reset(): void {
		this.bodyStatus = 0;
		this.stopAfter = Infinity;
	}

	/** A row together with what the create was given for it, and with its key as the Connect API names it. */
	shown(row: Row): Json {
		const { Id: id, ExternalIdentifier: externalIdentifierId } = row;
		return {
			...row,
			...(typeof externalIdentifierId === 'string' ? { externalIdentifierId } : {}),
			...this.given.get(row),
			id,
		};
	}

	routes(app: FastifyInstance, guard: Guard): void {
		app.post(`/services/data/:version/${RESOURCE}`, async (request, reply) => {
			const refused = guard(request, reply);
			if (refused) return await Promise.resolve(refused);
			const { statusCode, result } = this.createOne(request.body, refusedPositions(request).has(0));
			void reply.code(statusCode);
			return await Promise.resolve(result);
		});
		app.post(
			'/services/data/:version/composite/batch',
			async (request, reply) =>
				await Promise.resolve(guard(request, reply) ?? this.batch(request, reply)),
		);
	}

	private batch(request: FastifyRequest, reply: FastifyReply): unknown {
		const { batchRequests, haltOnError } = (request.body ?? {}) as {
			batchRequests?: Json[];
			haltOnError?: boolean;
		};
		const { version = '' } = request.params as { version?: string };
		const wrong = wrongBatch(batchRequests, Number(version.slice(1, -2)));
		if (wrong) {
			void reply.code(400);
			return [wrong];
		}
		const fail = refusedPositions(request);
		const results: Result[] = [];
		let halted = false;
		(batchRequests ?? []).slice(0, this.stopAfter).forEach(({ richInput }, position) => {
			const result = halted
				? {
						statusCode: 412,
						result: [
							{
								message: 'Batch processing halted per request',
								errorCode: 'BATCH_PROCESSING_HALTED',
							},
						],
					}
				: ((refusedEntry(request, position) as Result | undefined) ??
					this.createOne(richInput, fail.has(position)));
			halted ||= haltOnError === true && result.statusCode >= 400;
			results.push(result);
		});
		return { hasErrors: results.some(({ statusCode }) => statusCode >= 400), results };
	}

	private createOne(body: unknown, refuse: boolean): Result {
		const wrong = refuse
			? {
					message: 'bad value for restricted picklist field: Pigeon',
					errorCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
					fields: ['CommunicationChannel'],
				}
			: checkBody(body);
		if (wrong) return { statusCode: 400, result: [wrong] };
		if (this.bodyStatus !== 0)
			return {
				statusCode: 201,
				result: {
					engagementInteraction: null,
					status: { code: this.bodyStatus, message: 'The interaction could not be created' },
				},
			};
		const {
			engagementAttendees = [],
			engagementTopics = [],
			...interaction
		} = (body as { engagementInteraction: Json }).engagementInteraction;
		const id = this.add('EngagementInteraction', interaction);
		const children = (object: string, records: unknown) =>
			(records as Json[]).map((record) => ({
				id: this.add(object, { ...record, engagementInteractionId: id }),
			}));
		return {
			statusCode: 201,
			result: {
				engagementInteraction: {
					id,
					engagementAttendees: children('EngagementAttendee', engagementAttendees),
					engagementTopics: children('EngagementTopic', engagementTopics),
				},
				status: { code: 201, message: 'Created' },
			},
		};
	}

	private add(object: string, record: Json): string {
		const row = this.state.put(schemaOf(object) as ObjectSchema, fieldsOf(record));
		this.given.set(row, record);
		return row.Id;
	}
}

/** A record by the names of the object's fields; custom fields one by one, a location in its two parts. */
function fieldsOf({ customFieldsList = [], ...record }: Json): Json {
	const fields = Object.fromEntries(
		Object.entries(record)
			.filter(([name]) => name !== 'id')
			.map(([name, value]) => [
				NAMES[name] ?? name.replace(/^./, (first) => first.toUpperCase()),
				value,
			]),
	);
	for (const { key, value } of customFieldsList as Array<{ key: string; value: unknown }>) {
		if (typeof value !== 'object' || value === null) {
			fields[key] = value;
			continue;
		}
		const { latitude, longitude } = value as Json;
		const name = key.replace(/__c$/, '');
		Object.assign(fields, {
			[`${name}__Latitude__s`]: latitude,
			[`${name}__Longitude__s`]: longitude,
		});
	}
	return fields;
}

/** A malformed batch fails as a whole before anything runs (salesforce-engagement 4.1); the codes are guesses. */
function wrongBatch(requests: Json[] | undefined, version: number): ApiError | undefined {
	if (!Array.isArray(requests))
		return { errorCode: 'POST_BODY_PARSE_ERROR', message: 'batchRequests is missing' };
	if (requests.length > MAX_SUBREQUESTS)
		return {
			errorCode: 'INVALID_ARGUMENT',
			message: `At most ${MAX_SUBREQUESTS} subrequests are allowed`,
		};
	const bad = requests.find(
		({ method, url }) =>
			method !== 'POST' || !(Number(SUBREQUEST_URL.exec(String(url))?.[1] ?? Infinity) <= version),
	);
	return (
		bad && {
			errorCode: 'INVALID_ARGUMENT',
			message: `Malformed subrequest ${String(bad.method)} ${String(bad.url)}`,
		}
	);
}
