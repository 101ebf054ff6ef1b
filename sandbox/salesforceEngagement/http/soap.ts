import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import type { FastifyInstance, FastifyReply } from 'fastify';

import type { State, Written } from '../state/state';

type Json = Record<string, unknown>;

/** Most IDs of a call. */
const MOST = 200;

const parser = new XMLParser({
	removeNSPrefix: true,
	parseTagValue: false,
	isArray: (name) => name === 'ids',
});
const builder = new XMLBuilder({ ignoreAttributes: false, suppressBooleanAttributes: false });

/** The SOAP API, as far as it takes records out of the recycle bin (salesforce-engagement 16). */
export function soapRoutes(
	app: FastifyInstance,
	isToken: (token: string) => boolean,
	state: State,
): void {
	app.addContentTypeParser('text/xml', { parseAs: 'string' }, (_request, body, done) =>
		done(null, body),
	);
	app.post('/services/Soap/u/:version', async (request, reply) => {
		const text = String(request.body);
		if (XMLValidator.validate(text) !== true)
			return await Promise.resolve(fault(reply, 'MALFORMED_REQUEST', 'not well-formed'));
		const { Envelope: envelope } = parser.parse(text) as { Envelope?: Json };
		const header = envelope?.Header as { SessionHeader?: { sessionId?: string } } | undefined;
		if (!isToken(header?.SessionHeader?.sessionId ?? ''))
			return await Promise.resolve(
				fault(reply, 'INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader'),
			);
		const body = envelope?.Body as { undelete?: { ids?: string[] } } | undefined;
		const ids = body?.undelete?.ids;
		if (ids === undefined || ids.length > MOST)
			return await Promise.resolve(fault(reply, 'EXCEEDED_ID_LIMIT', 'too many IDs'));
		return await Promise.resolve(answer(reply, 200, undeleted(ids.map((id) => state.restore(id)))));
	});
}

function undeleted(results: Written[]): Json {
	return {
		undeleteResponse: {
			'@_xmlns': 'urn:partner.soap.sforce.com',
			result: results.map((written) =>
				written.success
					? { id: written.id, success: true }
					: {
							errors: written.errors.map(({ statusCode, message }) => ({
								'@_xsi:type': 'Error',
								message,
								statusCode,
							})),
							id: { '@_xsi:nil': 'true' },
							success: false,
						},
			),
		},
	};
}

function fault(reply: FastifyReply, code: string, text: string): string {
	return answer(reply, 500, {
		'soapenv:Fault': { faultcode: `sf:${code}`, faultstring: `${code}: ${text}` },
	});
}

function answer(reply: FastifyReply, status: number, body: Json): string {
	void reply.code(status).type('text/xml; charset=utf-8');
	return `<?xml version="1.0" encoding="UTF-8"?>${String(
		builder.build({
			'soapenv:Envelope': {
				'@_xmlns:soapenv': 'http://schemas.xmlsoap.org/soap/envelope/',
				'@_xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
				'@_xmlns:sf': 'urn:fault.partner.soap.sforce.com',
				'soapenv:Body': body,
			},
		}),
	)}`;
}
