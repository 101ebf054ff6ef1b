import { attendee } from './attendee';
import { interaction } from './interaction';
import type { SalesforceKind } from './kind';
import { topic } from './topic';

export type { SalesforceKind } from './kind';

/** The kinds of records that have a resource of their own. */
const KINDS: readonly SalesforceKind[] = [interaction, attendee, topic];

/** API name of the object behind a resource of the form. */
export function objectOfResource(resource: string): string | undefined {
	return KINDS.find(({ value }) => value === resource)?.api;
}
