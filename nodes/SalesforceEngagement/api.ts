import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../shared/base/errors';
import { accountKey } from '../shared/base/perAccount';
import { at, textOf } from '../shared/base/values';
import type { NodeContext, Transport } from '../shared/http/http';
import { plainTransport } from '../shared/http/http';
import { oauth2Access } from '../shared/http/oauth2';
import { nodeParameter } from '../shared/http/parameter';
import type { RunOptions } from '../shared/http/runOptions';
import { reactiveLimiter, sharedLimiters } from '../shared/http/rateLimiter';
import { header } from '../shared/http/replies';
import { openSession, type Answer, type Call, type Session } from '../shared/http/session';
import type { Cancellation } from '../shared/http/cancellation';
import type { Secrets } from '../shared/http/secrets';
import { apiVersion } from './fields/apiVersion';
import { instanceUrl, myDomain, withSessionId, type SalesforceCredential } from './host';
import { failureOf, refusesSession, traceIdOf, VENDOR } from './replies';
import { jwtTokens, type JwtCredential, type Token } from './token';
import { setVersion } from './version';

const USER_CREDENTIAL = 'salesforceEngagementOAuth2Api';
const APP_CREDENTIAL = 'salesforceEngagementClientCredentialsOAuth2Api';
const CERTIFICATE_CREDENTIAL = 'salesforceEngagementJwtApi';

/** Limits by the org's address: they belong to the org, whoever asks (salesforce-engagement 7.2). */
const limiters = sharedLimiters(() => reactiveLimiter());

/** How the requests of a run are signed. */
interface Access {
	transport: Transport;
	baseUrl: () => string;
	secrets: Secrets;
	/** Tells one connected user from another; holds no secret. */
	account?: string;
	prepare?(cancellation: Cancellation): Promise<Failure | undefined>;
	headers?(): IDataObject;
	renew?(refused: IDataObject): Promise<void>;
}

/** Opens the connection to the org of the chosen credential. */
export async function connect(context: NodeContext, options: RunOptions): Promise<Session> {
	const access = await accessOf(context, options);
	let usage: Usage | undefined;
	const session = openSession(context, {
		vendor: VENDOR,
		baseUrl: access.baseUrl,
		transport: access.transport,
		failureOf(reply) {
			usage = usageOf(reply.headers) ?? usage;
			const failure = failureOf(reply);
			return failure && { ...failure, traceId: failure.traceId ?? traceIdOf(reply.headers) };
		},
		prepare: async (cancellation) =>
			usage && usage.used >= usage.allowed ? usedUp(usage) : await access.prepare?.(cancellation),
		renew: access.renew,
		account: access.account,
		options,
		limiter: limiters(access.baseUrl()),
		manualCheck: 'search for the record in Salesforce, for example by its External Identifier',
		headers: () => ({ Accept: 'application/json', ...access.headers?.() }),
		secrets: access.secrets,
	});
	const version = versionIn(context);
	if (version !== undefined) setVersion(session, version);
	explainVersions(session);
	const { finish } = session;
	session.finish = () => {
		finish?.();
		if (usage && usage.used >= usage.allowed * NEARLY)
			session.hint(
				`${usage.used} of the ${usage.allowed} calls that the org has in 24 hours are used.`,
			);
	};
	return session;
}

/** Part of the calls of a day from which a hint tells how many are used. */
const NEARLY = 0.9;

async function accessOf(context: NodeContext, options: RunOptions): Promise<Access> {
	const chosen = nodeParameter(context, 'authentication', 'oAuth2');
	if (chosen === 'jwt') return await jwtAccess(context, options);
	const asApp = chosen === 'clientCredentials';
	const access = await oauth2Access<SalesforceCredential>(context, {
		...(asApp
			? { type: APP_CREDENTIAL, baseUrl: myDomain }
			: { type: USER_CREDENTIAL, baseUrl: instanceUrl }),
		prefix: 'Bearer',
		finish: withSessionId,
		refusesToken: refusesSession,
	});
	const { clientId, oauthTokenData } = access.credential;
	// The token reply names the user; an app has one user that it runs as (salesforce-engagement 3.2).
	const user = asApp ? clientId : textOf(at(oauthTokenData, 'id'));
	return {
		...access,
		...(user === undefined ? {} : { account: accountKey(access.baseUrl(), user) }),
	};
}

/** Signs in with a certificate; the token of one user is shared by all runs. */
async function jwtAccess(context: NodeContext, options: RunOptions): Promise<Access> {
	const credential = await context.getCredentials<JwtCredential & IDataObject>(
		CERTIFICATE_CREDENTIAL,
	);
	const transport = plainTransport(context);
	const tokens = jwtTokens(credential, transport, options.timeout);
	const known = new Set<string>();
	const first = await tokens.token();
	let token: Token | undefined = 'failure' in first ? undefined : first;
	// A failure that may pass is tried again with the first request.
	let refusal =
		'failure' in first && first.failure.cause?.cause !== 'temporarily-unavailable'
			? first.failure
			: undefined;
	// True from a renewal until a request succeeds, so that a token that never works is not renewed for every item.
	let doubtful = false;
	/** Failed token calls since the last token; requests at the same time share the answer of one call. */
	let inVain = 0;
	let lastInVain: unknown;
	const bearer = () => `Bearer ${token?.accessToken ?? ''}`;
	return {
		transport: async (request) => {
			const reply = await transport(withSessionId(request, token?.accessToken ?? ''));
			doubtful = false;
			return reply;
		},
		baseUrl: () => token?.baseUrl ?? 'https://login.salesforce.com',
		headers: () => ({ Authorization: bearer() }),
		secrets: () => [credential.privateKey, ...known],
		account: accountKey(token?.baseUrl, credential.clientId, credential.username),
		async prepare(cancellation) {
			if (refusal) return refusal;
			const answer = await tokens.token(cancellation);
			if ('failure' in answer) {
				const { failure } = answer;
				if (cancellation.cancelled) return failure;
				if (answer !== lastInVain) inVain += 1;
				lastInVain = answer;
				// What may pass fails the run once the tries of a request are used up; without its cause, so that nobody waits for it.
				if (failure.cause?.cause !== 'temporarily-unavailable' || inVain >= options.maxTries)
					refusal = { ...failure, cause: undefined };
				return failure;
			}
			inVain = 0;
			token = answer;
			known.add(answer.accessToken);
			return undefined;
		},
		async renew(refused) {
			const used = token?.accessToken ?? '';
			// Another request has renewed it since this one was sent.
			if (refused.Authorization !== bearer() || !tokens.holds(used)) return await Promise.resolve();
			if (doubtful) throw new Error('the renewed token was refused, too');
			doubtful = true;
			tokens.drop(used);
		},
	};
}

/** The API version of the first item, for what a form or a check asks for beside the records. */
function versionIn(context: NodeContext): string | undefined {
	try {
		const given = nodeParameter(context, 'options.apiVersion', '');
		return textOf(apiVersion.read(given));
	} catch {
		// The reading of the item says what is wrong with it.
		return undefined;
	}
}

const VERSION = /^\/services\/data\/v(\d+\.\d)\//;

/** If the org does not know the API version of a request, the failure says so and names the versions that it has. */
function explainVersions(session: Session): void {
	const send = session.call.bind(session);
	let versions: Promise<string[]> | undefined;
	const list = async (): Promise<string[]> => {
		const answer = await send({ method: 'GET', path: '/services/data/' });
		const entries = answer.ok && Array.isArray(answer.body) ? answer.body : [];
		return entries.flatMap((entry) => textOf(at(entry, 'version')) ?? []);
	};
	session.call = async (call: Call): Promise<Answer> => {
		const answer = await send(call);
		const [, version] = VERSION.exec(call.path) ?? [];
		if (answer.ok || answer.failure.httpCode !== 404 || version === undefined) return answer;
		const known = await (versions ??= list());
		if (known.length === 0 || known.includes(version)) return answer;
		const { httpCode, code, traceId } = answer.failure;
		return {
			ok: false,
			failure: {
				message: `${VENDOR} has no API version ${version} in this org`,
				description: `Set 'API Version' under Options to one of these: ${known.slice(-10).join(', ')}.`,
				httpCode,
				code,
				traceId,
				executed: 'no',
				field: 'apiVersion',
			},
		};
	};
}

/** Calls of the org in 24 hours. */
export interface Usage {
	used: number;
	allowed: number;
}

/** Reads `Sforce-Limit-Info: api-usage=18/5000` (salesforce-engagement 7.2, from memory); replies may lack it. */
export function usageOf(headers: IDataObject): Usage | undefined {
	const match = /\bapi-usage=(\d+)\/(\d+)/.exec(header(headers, 'sforce-limit-info') ?? '');
	return match ? { used: Number(match[1]), allowed: Number(match[2]) } : undefined;
}

function usedUp({ used, allowed }: Usage): Failure {
	return {
		message: `${VENDOR} has no calls left: ${used} of ${allowed} are used`,
		description: 'The calls of the org for 24 hours are used up; send this item again later.',
		executed: 'no',
		cause: { cause: 'quota-exhausted' },
	};
}
