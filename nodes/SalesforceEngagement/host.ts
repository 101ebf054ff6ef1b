import type { IHttpRequestOptions } from 'n8n-workflow';

import { xmlText } from '../shared/formats/xml';
import { HostError, checkedBaseUrl } from '../shared/http/host';
import type { OAuth2Credential } from '../shared/http/oauth2';
import { withoutEnd } from '../shared/base/trim';
import { isObject, textOf } from '../shared/base/values';

/** Hosts of an instance or a My Domain (salesforce-engagement 3.1); force.com is a guess. */
const SALESFORCE_HOST = /\.(salesforce|force)\.com$/;

/** Values that both credential types hold. */
export interface SalesforceCredential extends OAuth2Credential {
	/** OAuth2 only: `production`, `sandbox` or `myDomain`. */
	environment?: string;
	myDomain?: string;
	clientId?: string;
}

/**
 * The org's address, from the token reply (salesforce-engagement 3.1); the login host never serves the API.
 * @throws HostError for a host that is neither Salesforce's nor the My Domain that the user gave
 */
export function instanceUrl(credential: SalesforceCredential): string {
	if (!isObject(credential.oauthTokenData)) {
		throw new HostError(
			'the account is not connected yet',
			'Open the credential and connect the account.',
		);
	}
	const given = credential.environment === 'myDomain' ? myDomain(credential) : undefined;
	const named = withoutEnd(textOf(credential.oauthTokenData.instance_url) ?? '', '/');
	if (named === '') {
		if (given !== undefined) return given;
		throw new HostError(
			'the token names no address of an org',
			'Open the credential and connect the account again.',
		);
	}
	if (named === given) return named;
	return checkedBaseUrl(named, {
		name: 'instance_url',
		allowed: (host) => SALESFORCE_HOST.test(host),
	});
}

/** The My Domain address that the user gave. Throws HostError. */
export function myDomain(credential: SalesforceCredential): string {
	const url = checkedBaseUrl(credential.myDomain, { name: 'My Domain URL' });
	if (!url.endsWith('.lightning.force.com')) return url;
	throw new HostError(
		`'My Domain URL' cannot be used: "${url}" is the address of the screens`,
		`Use "${url.replace(/\.lightning\.force\.com$/, '.my.salesforce.com')}".`,
	);
}

/** Where a SOAP request wants the token (salesforce-engagement 16). It is put in when the request leaves, as a token may be renewed before. */
export const SESSION_ID = '<urn:sessionId>n8n</urn:sessionId>';

/** Path of the SOAP API. */
export const SOAP_PATH = '/services/Soap/u/';

/** A SOAP request with the token in its body; any other request as it is. */
export function withSessionId(request: IHttpRequestOptions, token: string): IHttpRequestOptions {
	const { body, url } = request;
	if (!Buffer.isBuffer(body) || !url.includes(SOAP_PATH)) return request;
	const [before, after] = body.toString().split(SESSION_ID);
	return after === undefined
		? request
		: {
				...request,
				body: Buffer.from(`${before}<urn:sessionId>${xmlText(token)}</urn:sessionId>${after}`),
			};
}
