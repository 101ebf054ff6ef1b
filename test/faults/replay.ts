import axios, { AxiosError, type InternalAxiosRequestConfig } from 'axios';
import {
	NodeApiError,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type JsonObject,
} from 'n8n-workflow';

import type { RawReply } from './mutate';

/** Answers a request without a network. */
export type Answering = (request: IHttpRequestOptions) => RawReply | Promise<RawReply>;

const NODE = {
	id: 'node',
	name: 'Node',
	type: 'test',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};

/** As much of n8n's context as a connection needs; its HTTP helpers answer the way n8n's do. */
export function fakeContext(credential: IDataObject, answer: Answering): IExecuteFunctions {
	const request = async (options: IHttpRequestOptions) => reply(options, await answer(options));
	const context: Partial<IExecuteFunctions> = {
		getCredentials: async () => await Promise.resolve(credential as never),
		getExecutionCancelSignal: () => undefined,
		getNodeParameter: ((_name: string, _index: number, fallback: unknown) =>
			fallback) as IExecuteFunctions['getNodeParameter'],
		getNode: () => NODE,
		helpers: {
			httpRequest: request,
			async httpRequestWithAuthentication(_type: string, options: IHttpRequestOptions) {
				return await request(options).catch(
					async (error: AxiosError) => await Promise.reject(wrapped(error)),
				);
			},
			refreshOAuth2Token: async () => await Promise.resolve({}),
		} as unknown as IExecuteFunctions['helpers'],
	};
	return context as IExecuteFunctions;
}

/** The body as the HTTP client hands it out: parsed where it is JSON, else text. */
export function bodyOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** Whether the reply is wanted as bytes; as text, each of them is a character. */
function isFile({ encoding }: IHttpRequestOptions): boolean {
	return encoding === 'arraybuffer';
}

function reply(options: IHttpRequestOptions, { status, headers, text }: RawReply): unknown {
	const body = isFile(options) ? Buffer.from(text, 'latin1') : bodyOf(text);
	if (status >= 200 && status < 300)
		return { body, headers, statusCode: status, statusMessage: '' };
	const config = { url: options.url, headers: options.headers } as InternalAxiosRequestConfig;
	throw new AxiosError(
		`Request failed with status code ${status}`,
		AxiosError.ERR_BAD_REQUEST,
		config,
		{},
		{ status, statusText: '', headers: headers as never, config, data: body },
	);
}

// A failure of n8n's own error class is not what is tested here.
function wrapped(error: AxiosError): unknown {
	try {
		return new NodeApiError(NODE, error as unknown as JsonObject, {});
	} catch {
		return error;
	}
}

/** Sends a request to a running fake server, for real. */
export async function fetched(
	request: IHttpRequestOptions,
	authorization?: string,
): Promise<RawReply> {
	const { method, url, qs, headers, body } = request;
	const answer = await axios.request<ArrayBuffer>({
		method,
		url,
		params: qs,
		headers: {
			...(authorization ? { authorization } : {}),
			...(headers as Record<string, string>),
		},
		data: body,
		responseType: 'arraybuffer',
		validateStatus: () => true,
	});
	return {
		status: answer.status,
		headers: { ...answer.headers },
		text: Buffer.from(answer.data).toString(isFile(request) ? 'latin1' : 'utf8'),
	};
}
