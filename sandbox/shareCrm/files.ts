import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { dataOf } from './records';
import { accepted, businessRefusal, objectOf, refusal, trace, type Json } from './replies';
import type { Tenant } from './tenant';

/** Largest file (sharecrm 8.1). */
const MOST_BYTES = 100 * 1024 * 1024;

/** Calls on files, by their path (sharecrm 8). */
export function fileCalls(
	address: () => string,
): Record<string, (tenant: Tenant, request: FastifyRequest) => Json> {
	return {
		'/cgi/crm/v2/generatorFileUploadCredential': (tenant, request) => {
			const { fileSize, filename, resourceType, isStreamUpload, expireTime } = dataOf(request);
			const size = Number(fileSize);
			if (!(size >= 1 && size <= MOST_BYTES) || !['N', 'TN'].includes(String(resourceType)))
				return refusal(32000, 'fileSize or resourceType is illegal');
			if (!(Number(expireTime) >= 60 && Number(expireTime) <= 604_800))
				return refusal(32000, 'expireTime is illegal');
			const sign = tenant.newId();
			tenant.uploads.set(sign, {
				name: String(filename),
				size,
				resource: String(resourceType),
				isStream: isStreamUpload === true,
			});
			const headers = {
				acid: 'acid-1',
				resource: resourceType,
				ak: 'sandbox',
				sign,
				expiry: '9999999999',
				filename,
				size,
				digest: 'none',
			};
			return accepted({
				data: {
					method: 'POST',
					url: `${address()}/FSC/upload/`,
					contentType: 'application/octet-stream',
					...headers,
				},
			});
		},
		'/cgi/crm/v2/generateDownloadSignatureUrlByAuth': (tenant, request) =>
			linked(tenant, dataOf(request).path, address),
		'/cgi/crm/v2/generatorPreviewUrl': (tenant, request) =>
			linked(tenant, objectOf(dataOf(request).fileInfo).path, address),
	};
}

function linked(tenant: Tenant, path: unknown, address: () => string): Json {
	return tenant.files.has(String(path))
		? accepted({ data: { url: `${address()}/FSC/file/${String(path)}` } })
		: businessRefusal('the file does not exist');
}

/** The host of files, which has an envelope of its own (sharecrm 8.1). */
export function fileHost(app: FastifyInstance, tenant: Tenant): void {
	app.addContentTypeParser(
		'application/octet-stream',
		{ parseAs: 'buffer' },
		(_request, body, done) => done(null, body),
	);
	app.post('/FSC/upload/', async (request) => await Promise.resolve(upload(tenant, request)));
	app.get<{ Params: { path: string } }>('/FSC/file/:path', async (request, reply: FastifyReply) => {
		const file = tenant.files.get(request.params.path);
		if (file === undefined) return await reply.code(404).send('not found');
		return await reply
			.type('application/octet-stream')
			.header('content-disposition', `attachment; filename="${file.name}"`)
			.send(file.bytes);
	});
}

function upload(tenant: Tenant, request: FastifyRequest): Json {
	const sign = String(request.headers.sign);
	const wanted = tenant.uploads.get(sign);
	const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
	// One signature is one upload, of the size that was told.
	if (wanted === undefined || bytes.length !== wanted.size || !wanted.isStream)
		return { success: false, code: 400, message: 'the signature does not fit the file' };
	tenant.uploads.delete(sign);
	const path = `${wanted.resource}_${trace().replace(/\W/g, '')}`;
	tenant.files.set(path, { name: wanted.name, bytes });
	return { success: true, code: 200, message: 'success', data: path };
}
