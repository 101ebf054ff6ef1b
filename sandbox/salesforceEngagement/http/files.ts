import type { FastifyInstance } from 'fastify';

import { schemaOf, type ObjectSchema } from '../state/schemas';
import type { State } from '../state/state';
import type { Guard } from './guard';

type Json = Record<string, unknown>;

/** Files: a version makes a document, and a link to a record (salesforce-engagement 16). */
export function fileRoutes(app: FastifyInstance, guard: Guard, state: State): void {
	const put = (object: string, values: Json) => state.put(schemaOf(object) as ObjectSchema, values);
	app.post<{ Body: Json }>(
		'/services/data/:version/sobjects/ContentVersion',
		async (request, reply) => {
			const refused = guard(request, reply);
			if (refused) return await Promise.resolve(refused);
			const { Title, PathOnClient, VersionData, FirstPublishLocationId } = request.body;
			if (typeof PathOnClient !== 'string' || typeof VersionData !== 'string') {
				void reply.code(400);
				return await Promise.resolve([
					{
						errorCode: 'REQUIRED_FIELD_MISSING',
						message: 'Required fields are missing: [PathOnClient]',
						fields: ['PathOnClient'],
					},
				]);
			}
			const document = put('ContentDocument', {
				Title,
				FileExtension: PathOnClient.split('.').pop(),
				ContentSize: Buffer.from(VersionData, 'base64').length,
			});
			const version = put('ContentVersion', {
				...request.body,
				IsLatest: true,
				ContentDocumentId: document.Id,
			});
			if (FirstPublishLocationId !== undefined)
				put('ContentDocumentLink', {
					ContentDocumentId: document.Id,
					LinkedEntityId: FirstPublishLocationId,
				});
			void reply.code(201);
			return await Promise.resolve({ id: version.Id, success: true, errors: [] });
		},
	);
	app.get<{ Params: { id: string } }>(
		'/services/data/:version/sobjects/ContentVersion/:id/VersionData',
		async (request, reply) => {
			const refused = guard(request, reply);
			if (refused) return await Promise.resolve(refused);
			const version = state.find('ContentVersion', request.params.id);
			if (version) {
				void reply.type('application/octet-stream');
				return await Promise.resolve(Buffer.from(String(version.VersionData), 'base64'));
			}
			void reply.code(404);
			return await Promise.resolve([
				{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' },
			]);
		},
	);
}
