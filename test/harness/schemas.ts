/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { PACKAGE } from './package';

/** The output schema that the build has written for an operation. */
export function schemaOf(
	folder: string,
	resource: string,
	operation: string,
): { properties: Record<string, object> } {
	return JSON.parse(
		readFileSync(
			path.join(PACKAGE, 'dist/nodes', folder, '__schema__/v1.0.0', resource, `${operation}.json`),
			'utf8',
		),
	) as { properties: Record<string, object> };
}
