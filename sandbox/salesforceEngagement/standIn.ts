import { randomBytes } from 'crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { refusedEntry, refusedPositions, type VendorStandIn } from '../core/standIn';
import { checkBody, type ApiError } from './records';

type Json = Record<string, unknown>;
interface Result {
	statusCode: number;
	result: unknown;
}

/** Most subrequests of a batch (salesforce-engagement 4.1). */
const MAX_SUBREQUESTS = 25;
/** Newest API version of the org; an unknown one is answered with 404 (salesforce-engagement 14). */
const NEWEST_VERSION = 67;
const RESOURCE = 'connect/service-excellence/engagement-interactions';
const SUBREQUEST_URL = new RegExp(`^v(\\d+)\\.0/${RESOURCE}$`);

/** A Salesforce org with engagement, its login server, one user and one app. */
export class SalesforceEngagementStandIn implements VendorStandIn {
	readonly name = 'Salesforce Engagement';
	readonly credentialKinds = {
		salesforceEngagementClientCredentialsOAuth2Api: 'client credentials',
	};
	readonly clientId = '3MVG9.sandboxclient';
	readonly clientSecret = 'sandbox-client-secret';
	readonly refreshToken = 'sandbox-refresh';
	/** The access token that a fresh OAuth2 credential holds. */
	readonly firstToken = '00Dsandbox!access';
	/** Answers a create with 201 and this `status.code` in the body, and stores nothing (salesforce-engagement 1.8). */
	bodyStatus = 0;
	clockAhead = 0;
	tellsTime = true;
	/** Ends a batch after so many subrequests, as its time limit would: the rest has no result (salesforce-engagement 4.1). */
	stopAfter = Infinity;

	private readonly tokens = new Set<string>([this.firstToken]);
	private interactions: Json[] = [];
	private attendees: Json[] = [];
	private topics: Json[] = [];
	private nextId = 1;

	reset(): void {
		this.interactions = [];
		this.attendees = [];
		this.topics = [];
		this.tokens.clear();
		this.tokens.add(this.firstToken);
		this.bodyStatus = 0;
		this.clockAhead = 0;
		this.tellsTime = true;
		this.stopAfter = Infinity;
	}

	expireTokens(): void {
		this.tokens.clear();
	}

	stored(): Record<string, unknown[]> {
		return {
			EngagementInteraction: this.interactions,
			EngagementAttendee: this.attendees,
			EngagementTopic: this.topics,
		};
	}

	credentials(url: string): Record<string, Json> {
		const app = { myDomain: url, clientId: this.clientId, clientSecret: this.clientSecret };
		return {
			salesforceEngagementOAuth2Api: {
				...app,
				environment: 'myDomain',
				oauthTokenData: {
					access_token: this.firstToken,
					refresh_token: this.refreshToken,
					instance_url: url,
					token_type: 'Bearer',
					scope: 'api refresh_token',
					issued_at: '1767225600000',
				},
			},
			salesforceEngagementClientCredentialsOAuth2Api: app,
		};
	}

	errorBody(status: number, code?: string): unknown {
		return [
			{
				message: status >= 500 ? 'An unexpected situation' : 'The request was not understood',
				errorCode: code ?? (status >= 500 ? 'UNKNOWN_EXCEPTION' : 'INVALID_ARGUMENT'),
			},
		];
	}

	throttle(): { status: number; body: unknown } {
		return {
			status: 403,
			body: [
				{
					message: 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
					errorCode: 'REQUEST_LIMIT_EXCEEDED',
				},
			],
		};
	}

	deform(kind: 'wrongLength' | 'withoutStatus' | 'reordered', body: unknown): unknown {
		const results = (body as { results?: Result[] }).results;
		if (kind === 'wrongLength')
			return results ? { hasErrors: false, results: [...results, ...results] } : {};
		if (kind === 'withoutStatus')
			return results
				? { hasErrors: false, results: results.map(({ result }) => ({ result })) }
				: {};
		return body;
	}

	routes(app: FastifyInstance): void {
		app.addContentTypeParser(
			'application/x-www-form-urlencoded',
			{ parseAs: 'string' },
			(_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
		);
		app.get('/services/oauth2/authorize', async (request, reply) => {
			const { redirect_uri: redirect, state = '' } = request.query as Record<string, string>;
			return await reply.redirect(
				`${redirect}?code=sandbox-code&state=${encodeURIComponent(state)}`,
			);
		});
		app.post(
			'/services/oauth2/token',
			async (request, reply) => await Promise.resolve(this.token(request, reply)),
		);
		app.get(
			'/services/data/',
			async () =>
				await Promise.resolve([
					{
						label: "Summer '26",
						url: `/services/data/v${NEWEST_VERSION}.0`,
						version: `${NEWEST_VERSION}.0`,
					},
				]),
		);
		app.get<{ Params: { version: string } }>(
			'/services/data/:version/limits',
			async (request, reply) =>
				await Promise.resolve(
					this.refused(request, reply) ?? { DailyApiRequests: { Max: 15000, Remaining: 14998 } },
				),
		);
		app.get<{ Params: { version: string }; Querystring: { q?: string } }>(
			'/services/data/:version/query',
			async (request, reply) =>
				await Promise.resolve(
					this.refused(request, reply) ?? this.query(request.query.q ?? '', reply),
				),
		);
		app.post<{ Params: { version: string } }>(
			`/services/data/:version/${RESOURCE}`,
			async (request, reply) => await Promise.resolve(this.create(request, reply)),
		);
		app.post<{ Params: { version: string } }>(
			'/services/data/:version/composite/batch',
			async (request, reply) => await Promise.resolve(this.batch(request, reply)),
		);
	}

	/** The one query that the stand-in knows: interactions by their external identifiers, the newest first. */
	private query(soql: string, reply: FastifyReply): unknown {
		const match =
			/^SELECT ((?:\w+, )*\w+) FROM EngagementInteraction WHERE ExternalIdentifier IN \((.+)\) ORDER BY CreatedDate DESC$/s.exec(
				soql,
			);
		const columns = (match?.[1] ?? '').split(', ');
		if (!match || !columns.every((column) => COLUMNS.has(column))) {
			void reply.code(400);
			return [{ message: `unexpected token in: ${soql}`, errorCode: 'MALFORMED_QUERY' }];
		}
		const keys = [...(match[2] ?? '').matchAll(/'((?:[^'\\]|\\.)*)'/gs)].map((found) =>
			(found[1] ?? '').replace(/\\(.)/gs, '$1'),
		);
		const records = this.interactions
			.filter(({ externalIdentifierId }) => keys.includes(String(externalIdentifierId)))
			.reverse()
			.map((row) => ({
				attributes: { type: 'EngagementInteraction' },
				...Object.fromEntries(columns.map((column) => [column, columnOf(row, column)])),
			}));
		return { totalSize: records.length, done: true, records };
	}

	/** The three grants of salesforce-engagement 3.2; refusals come with 400. */
	private token(request: FastifyRequest, reply: FastifyReply): Json {
		const given = (request.body ?? {}) as Json;
		const deny = (error: string, description: string) => {
			void reply.code(400);
			return { error, error_description: description };
		};
		if (given.client_id !== this.clientId)
			return deny('invalid_client_id', 'client identifier invalid');
		if (given.client_secret !== this.clientSecret)
			return deny('invalid_client', 'invalid client credentials');
		const byCode = given.grant_type === 'authorization_code';
		const byRefresh = given.grant_type === 'refresh_token';
		if (!byCode && !byRefresh && given.grant_type !== 'client_credentials')
			return deny('unsupported_grant_type', 'grant type not supported');
		if (byCode && given.code !== 'sandbox-code')
			return deny('invalid_grant', 'invalid authorization code');
		if (byRefresh && given.refresh_token !== this.refreshToken)
			return deny('invalid_grant', 'expired access/refresh token');
		const token = `00Dsandbox!${randomBytes(24).toString('hex')}`;
		this.tokens.add(token);
		const url = `http://${request.host}`;
		return {
			access_token: token,
			...(byCode ? { refresh_token: this.refreshToken } : {}),
			signature: 'sandbox',
			scope: 'api',
			instance_url: url,
			id: `${url}/id/00D000000000001AAA/005000000000001AAA`,
			token_type: 'Bearer',
			issued_at: String(Date.now()),
		};
	}

	/** A refusal of the token or of the version, as a list of errors. */
	private refused(
		request: FastifyRequest<{ Params: { version: string } }>,
		reply: FastifyReply,
	): ApiError[] | undefined {
		const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
		if (token === undefined || !this.tokens.has(token)) {
			void reply.code(401);
			return [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];
		}
		const version = Number(/^v(\d+)\.0$/.exec(request.params.version)?.[1] ?? 0);
		if (version >= 55 && version <= NEWEST_VERSION) return undefined;
		void reply.code(404);
		return [{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }];
	}

	private create(
		request: FastifyRequest<{ Params: { version: string } }>,
		reply: FastifyReply,
	): unknown {
		const refused = this.refused(request, reply);
		if (refused) return refused;
		const { statusCode, result } = this.createOne(request.body, refusedPositions(request).has(0));
		void reply.code(statusCode);
		return result;
	}

	private batch(
		request: FastifyRequest<{ Params: { version: string } }>,
		reply: FastifyReply,
	): unknown {
		const refused = this.refused(request, reply);
		if (refused) return refused;
		const { batchRequests, haltOnError } = (request.body ?? {}) as {
			batchRequests?: Json[];
			haltOnError?: boolean;
		};
		const wrong = wrongBatch(batchRequests, Number(request.params.version.slice(1, -2)));
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
		const id = this.newId();
		this.interactions.push({ ...interaction, id, storedAt: Date.now() + this.clockAhead });
		const add = (kind: Json[], records: unknown) =>
			(records as Json[]).map((record) => {
				const child = { ...record, engagementInteractionId: id, id: this.newId() };
				kind.push(child);
				return { id: child.id };
			});
		return {
			statusCode: 201,
			result: {
				engagementInteraction: {
					id,
					engagementAttendees: add(this.attendees, engagementAttendees),
					engagementTopics: add(this.topics, engagementTopics),
				},
				status: { code: 201, message: 'Created' },
			},
		};
	}

	/** An id of 18 characters; the key prefixes of the objects are not known (salesforce-engagement 1.8). */
	private newId(): string {
		return `0xx${String(this.nextId++).padStart(12, '0')}AAA`;
	}
}

/** What a query may select (salesforce-engagement 2.1). */
const COLUMNS = new Set([
	'Id',
	'ExternalIdentifier',
	'CreatedDate',
	'IsAttendeeAuthenticated',
	'IsAttendeeVerified',
	'CommunicationChannel',
	'StartDateTime',
	'EndDateTime',
	'InitiatingAttendeeId',
	'PhoneNumber',
	'Reason',
	'Sentiment',
	'Status',
	'Type',
]);

/** A value as a query shows it: nothing is null, and times have no colon in their offset. */
function columnOf(row: Json, column: string): unknown {
	if (column === 'ExternalIdentifier') return row.externalIdentifierId ?? null;
	if (column === 'CreatedDate') return queried(Math.floor(Number(row.storedAt) / 1000) * 1000);
	const name = column.replace(/^Is/, '').replace(/^./, (first) => first.toLowerCase());
	const value = row[name] ?? null;
	return column.endsWith('Time') && typeof value === 'string' ? queried(Date.parse(value)) : value;
}

const queried = (millis: number) => new Date(millis).toISOString().replace('Z', '+0000');

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
