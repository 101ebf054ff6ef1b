import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import { dynamicOption, text } from '../../shared/form/fields';
import type { Session } from '../../shared/http/session';
import type { Existing, ExistingRecord, KeyLookup } from '../../shared/operations/existing';
import { NAME, objectOf, type SalesforceKind } from '../kinds/kind';
import { readWhereIn } from './rows';

/** Name of the parameter that holds the key. */
const KEY = 'existingKey';

const matchOn = dynamicOption(
	text(KEY, 'Look Up By Name or ID', {
		required: true,
		pattern: NAME,
		expects: 'the API name of an external ID field',
		description: 'The external ID by which an existing record is found',
	}),
	{ method: 'getExternalIds', dependsOn: ['object', 'resource'] },
);

/** Salesforce finds a text without regard to its case. */
const normal = (value: string): string => value.toLowerCase();

/** The records that have one of these keys, by their key (salesforce-engagement 2.5). */
export async function findByKey(
	session: Session,
	object: string,
	key: string,
	values: readonly string[],
	options: IDataObject,
): Promise<Result<Map<string, ExistingRecord[]>>> {
	const read = await readWhereIn(session, { object, fields: [key] }, key, values, { options });
	if (!read.ok) return read;
	const found = new Map<string, ExistingRecord[]>();
	for (const row of read.value) {
		const record = { id: String(row.id), json: row };
		// The reply spells the field as the org does, and the user may have spelled it otherwise.
		const spelled = Object.keys(row).find((name) => normal(name) === normal(key)) ?? key;
		const value = normal(String(row[spelled]));
		const list = found.get(value);
		if (list) list.push(record);
		else found.set(value, [record]);
	}
	return { ok: true, value: found };
}

/** How existing records are found: by an external ID, in one query. */
export function existing(kind: SalesforceKind): Existing {
	return {
		lookup: {
			matchOn,
			key: (options) => (typeof options[KEY] === 'string' ? options[KEY] : undefined),
			normal,
			find: async (session, key, values, options) =>
				await findByKey(session, objectOf(kind, options), key, values, options),
		},
	};
}

/** Interactions by the key of the system that they come from (salesforce-engagement 5). */
export const byExternalIdentifier: KeyLookup = {
	key: () => 'externalIdentifierId',
	normal,
	async find(session, _key, values, options) {
		return await findByKey(session, 'EngagementInteraction', 'ExternalIdentifier', values, options);
	},
};
