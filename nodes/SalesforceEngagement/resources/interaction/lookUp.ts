import type { Outcome } from '../../../shared/errors';
import type { Batch } from '../../../shared/operation';
import type { Session } from '../../../shared/session';
import { at, textOf } from '../../../shared/values';
import { versionOf } from '../../api';

/** Interactions by their External Identifier (contract 5); a key that several new ones share tells nothing. */
export async function lookUp(session: Session, batch: Batch, since: Date): Promise<Array<Outcome | undefined>> {
	const keys = batch.records.map((record) => textOf(record.externalIdentifierId));
	const asked = [...new Set(keys.filter((key) => key !== undefined))];
	if (asked.length === 0) return [];
	const answer = await session.call({
		method: 'GET',
		path: `/services/data/v${versionOf(batch)}/query`,
		query: {
			q: `SELECT Id, ExternalIdentifier FROM EngagementInteraction WHERE ExternalIdentifier IN (${asked.map(quoted).join(', ')}) AND CreatedDate >= ${since.toISOString()}`,
		},
	});
	const rows = answer.ok ? at(answer.body, 'records') : undefined;
	if (!Array.isArray(rows)) return [];
	return keys.map((key) => {
		const ids = rows.filter((row) => key !== undefined && at(row, 'ExternalIdentifier') === key).map((row) => textOf(at(row, 'Id')));
		const [id] = ids;
		if (ids.length !== 1 || id === undefined || keys.filter((other) => other === key).length > 1) return undefined;
		return { ok: true, id, json: { id, engagementAttendees: [], engagementTopics: [], status: {}, foundByLookUp: true } };
	});
}

/** A text in SOQL. */
function quoted(text: string): string {
	return `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;
}
