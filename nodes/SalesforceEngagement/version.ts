import type { IDataObject } from 'n8n-workflow';

import type { Batch } from '../shared/form/operation';
import type { Session } from '../shared/http/session';
import { textOf } from '../shared/base/values';

/** API version of a call where the user chooses none. */
export const DEFAULT_VERSION = '67.0';

/** The versions that connections were opened with, for what a form or a check asks for beside the records. */
const versions = new WeakMap<Session, string>();

/** Remembers the API version of a connection. */
export function setVersion(session: Session, version: string): void {
	versions.set(session, version);
}

/** The API version of requests that belong to no batch. */
export function sessionVersion(session: Session): string {
	return versions.get(session) ?? DEFAULT_VERSION;
}

/** The API version of a batch. */
export function versionOf({ options }: Pick<Batch, 'options'>): string {
	return textOf(options.apiVersion) ?? DEFAULT_VERSION;
}

/** A path of the API in the version of a batch. */
export function apiPath(options: IDataObject, rest: string): string {
	return `/services/data/v${versionOf({ options })}/${rest}`;
}
