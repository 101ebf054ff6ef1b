import type { IDataObject } from 'n8n-workflow';

import type { Outcome } from '../../../shared/base/errors';
import type { Batch, Finding } from '../../../shared/form/operation';
import { findingOf, holdsSame, momentOf } from '../../../shared/send/recovery';
import type { Session } from '../../../shared/http/session';
import { at, textOf } from '../../../shared/base/values';
import type { Departure } from '../../../shared/http/vendorClock';
import { inParts, quoted } from '../../records/soql';
import { versionOf } from '../../version';

/** Salesforce shows the time of creation in whole seconds. */
const PRECISION = 1_000;

/** Names of the object's fields for what a create sends (salesforce-engagement 2.4). */
const COLUMNS: Record<string, string> = {
	attendeeAuthenticated: 'IsAttendeeAuthenticated',
	attendeeVerified: 'IsAttendeeVerified',
	communicationChannel: 'CommunicationChannel',
	endDateTime: 'EndDateTime',
	initiatingAttendeeId: 'InitiatingAttendeeId',
	phoneNumber: 'PhoneNumber',
	reason: 'Reason',
	sentiment: 'Sentiment',
	startDateTime: 'StartDateTime',
	status: 'Status',
	type: 'Type',
};

/**
 * Interactions by their External Identifier (salesforce-engagement 5), many in one query. A key that several items of the request
 * have tells nothing, as it need not be unique (salesforce-engagement 2.1).
 */
export async function recover(
	session: Session,
	batch: Batch,
	departure: Departure,
): Promise<Finding[]> {
	const keys = batch.records.map((record) => textOf(record.externalIdentifierId));
	const asked = [...new Set(keys.filter((key) => key !== undefined))];
	const names = Object.keys(COLUMNS).filter((name) =>
		batch.records.some((record) => record[name] !== undefined),
	);
	const rows: unknown[] = [];
	for (const part of inParts(asked.map(quoted))) {
		const answer = await session.call({
			method: 'GET',
			path: `/services/data/v${versionOf(batch)}/query`,
			query: { q: query(names, part) },
		});
		const records = answer.ok ? at(answer.body, 'records') : undefined;
		if (!Array.isArray(records)) break;
		rows.push(...(records as unknown[]));
	}
	return keys.map((key, index) => {
		const own = key !== undefined && keys.filter((other) => other === key).length === 1;
		return own
			? finding(
					rows.filter((row) => at(row, 'ExternalIdentifier') === key),
					batch.records[index] ?? {},
					key,
					departure,
				)
			: undefined;
	});
}

/** The newest first, so that they come where older ones fill the page. */
function query(names: readonly string[], keys: readonly string[]): string {
	const columns = [
		'Id',
		'ExternalIdentifier',
		'CreatedDate',
		...names.map((name) => COLUMNS[name]),
	];
	return `SELECT ${columns.join(', ')} FROM EngagementInteraction WHERE ExternalIdentifier IN (${keys.join(', ')}) ORDER BY CreatedDate DESC`;
}

function finding(
	rows: readonly unknown[],
	sent: IDataObject,
	key: string,
	departure: Departure,
): Finding {
	const found = rows.flatMap((row) => {
		const id = textOf(at(row, 'Id'));
		return id === undefined
			? []
			: [
					{
						id,
						same: isSame(sent, row),
						created: momentOf(at(row, 'CreatedDate')),
						precision: PRECISION,
					},
				];
	});
	const findings = found.map((row) =>
		findingOf(row, departure, `An interaction with the External Identifier "${key}"`, created),
	);
	// Of two that could be this one, neither is proven to be.
	const proven = findings.filter((one) => one !== undefined && 'proven' in one);
	return proven.length === 1
		? proven[0]
		: findings.find((one) => one !== undefined && 'seen' in one);
}

function isSame(sent: IDataObject, row: unknown): boolean {
	return Object.entries(COLUMNS).every(
		([name, column]) =>
			sent[name] === undefined ||
			holdsSame(idText(name, sent[name]), idText(name, at(row, column))),
	);
}

/** An ID has 15 characters, and 18 with its check (salesforce-engagement 9.3). */
function idText(name: string, value: unknown): unknown {
	return name.endsWith('Id') && typeof value === 'string' ? value.slice(0, 15) : value;
}

function created(id: string): Outcome {
	return {
		ok: true,
		id,
		json: { id, engagementAttendees: [], engagementTopics: [], status: {}, recovered: true },
	};
}
