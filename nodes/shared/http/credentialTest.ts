import type {
	ICredentialTestFunctions,
	IDataObject,
	IHttpRequestOptions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { HostError } from './host';
import { exchange, type Transport } from './http';
import { isSuccess } from './replies';
import { redaction } from './secrets';

/** One request that shows whether a credential works, and how to read its reply. */
export interface CredentialProbe {
	request: IHttpRequestOptions;
	/** Texts that may never be shown. */
	secrets: Array<string | undefined>;
	/** Why the credential does not work, in full sentences; undefined if it does. */
	refusal(reply: { status: number; headers: IDataObject; body: unknown }): string | undefined;
	/** Another request, if a successful reply to this one does not settle it, for example to try the token that it returned. */
	next?(reply: { status: number; headers: IDataObject; body: unknown }): CredentialProbe;
}

/** Longest wait for the reply, in milliseconds. Short, because a person is waiting. */
const TIMEOUT = 20_000;

/**
 * Tests a credential and reports in sentences for a person; n8n's own test shows only the code of a network failure.
 * @param open checks the credential before anything is sent; may throw HostError, whose message is shown
 */
export async function testCredential(
	context: ICredentialTestFunctions,
	vendor: string,
	open: () => CredentialProbe,
): Promise<INodeCredentialTestResult> {
	let probe: CredentialProbe;
	try {
		probe = open();
	} catch (error) {
		return {
			status: 'Error',
			message:
				error instanceof HostError ? `${error.message}. ${error.description}` : String(error),
		};
	}
	const refusal = await refusalOf(context, vendor, probe);
	return refusal === undefined
		? { status: 'OK', message: 'Connection successful!' }
		: { status: 'Error', message: refusal };
}

async function refusalOf(
	context: ICredentialTestFunctions,
	vendor: string,
	probe: CredentialProbe,
): Promise<string | undefined> {
	const result = await exchange(plainly(context), { timeout: TIMEOUT, ...probe.request });
	const refusal =
		result.kind === 'none'
			? `${vendor} could not be reached: ${result.reason}. Check the address in the credential and the network.`
			: (probe.refusal(result) ??
				(isSuccess(result.status)
					? undefined
					: `${vendor} answered with HTTP ${result.status}. Check the address in the credential.`));
	if (refusal !== undefined) return redaction(() => probe.secrets)(refusal);
	return result.kind === 'reply' && probe.next
		? await refusalOf(context, vendor, probe.next(result))
		: undefined;
}

/** Adapts the only request function that n8n offers in a credential test, which expects the options of an older client. */
function plainly({ helpers }: ICredentialTestFunctions): Transport {
	return async ({ url, method, headers, qs, body, timeout }) =>
		(await helpers.request({
			uri: url,
			method: method ?? 'GET',
			headers,
			qs,
			body,
			timeout,
			json: true,
			simple: false,
			resolveWithFullResponse: true,
			followRedirect: false,
		})) as unknown;
}
