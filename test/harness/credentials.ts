import {
	ICredentialsHelper,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestOptions,
	type INodeCredentialsDetails,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import type { Loaded } from './nodeTypes';

/** Credentials of a test: by type, decrypted. Renewed OAuth2 tokens are written back to it. */
export type Credentials = Record<string, ICredentialDataDecryptedObject>;

/** Hands out a test's credentials, the way n8n's own helper does. */
export class Helper extends ICredentialsHelper {
	constructor(
		private readonly credentials: Credentials,
		private readonly loaded: Loaded,
	) {
		super();
	}

	private typeOf(name: string): ICredentialType | undefined {
		return name === 'oAuth2Api' ? undefined : this.loaded.getCredential(name).type;
	}

	getParentTypes(name: string): string[] {
		return this.typeOf(name)?.extends ?? [];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const authenticate = this.typeOf(typeName)?.authenticate;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		if (authenticate) {
			for (const [place, values] of Object.entries(authenticate.properties)) {
				const target = { ...((request as unknown as Record<string, IDataObject>)[place] ?? {}) };
				for (const [key, value] of Object.entries(values as IDataObject))
					target[resolve(key, credentials)] = resolve(String(value), credentials);
				(request as unknown as Record<string, IDataObject>)[place] = target;
			}
		}
		return request;
	}

	async preAuthentication(): Promise<ICredentialDataDecryptedObject | undefined> {
		return await Promise.resolve(undefined);
	}

	async runPreAuthentication(): Promise<ICredentialDataDecryptedObject | undefined> {
		return await Promise.resolve(undefined);
	}

	async getCredentials(): Promise<never> {
		return await Promise.reject(new Error('not used'));
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async getDecrypted(
		_data: IWorkflowExecuteAdditionalData,
		_node: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const given = this.credentials[type];
		if (!given) throw new Error(`No test credential of type ${type}`);
		const result: ICredentialDataDecryptedObject = {};
		for (const property of this.typeOf(type)?.properties ?? [])
			result[property.name] = property.default as string;
		Object.assign(result, given);
		for (const [key, value] of Object.entries(result)) {
			if (typeof value === 'string' && value.startsWith('={{'))
				result[key] = resolve(value, result);
		}
		return await Promise.resolve(structuredClone(result));
	}

	async updateCredentials(
		_node: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.credentials[type] = data;
		await Promise.resolve();
	}

	async updateCredentialsOauthTokenData(
		_node: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.credentials[type] = {
			...this.credentials[type],
			oauthTokenData: data.oauthTokenData ?? {},
		};
		await Promise.resolve();
	}

	getCredentialsProperties() {
		return [];
	}
}

/** Evaluates the expressions that credentials use: values of the credential itself. */
function resolve(text: string, credentials: ICredentialDataDecryptedObject): string {
	if (!text.startsWith('=')) return text;
	return text.slice(1).replace(/{{(.+?)}}/gs, (_match, code: string) => {
		// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions
		const evaluate = new Function('$credentials', '$self', `return (${code.trim()})`);
		return String(evaluate(credentials, credentials) ?? '');
	});
}
