import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import { at, isObject, textOf } from '../../shared/base/values';
import type { Field } from '../../shared/form/fields';
import { ofOneRecord, recordFailure } from '../../shared/http/replies';
import type { Answer } from '../../shared/http/session';
import { entryOutcomes } from '../../shared/operations/entries';
import { displayNameOf } from '../fields/interaction';
import { shortId } from '../fields/ids';
import { refusalOf, traced, VENDOR } from '../replies';

/** What reading the results of a collection needs. */
export interface CollectionSpec {
	count: number;
	fields?: readonly Field[];
	/** IDs of the records that the call names. */
	ids?: readonly string[];
	/** Outcome of a result that succeeded. */
	outcome?: (entry: IDataObject, id: string) => Outcome;
}

/** Reads the results of a collection: one for each record, in their order, under HTTP 200 (salesforce-engagement 4.5). */
export function collectionOutcomes(
	answer: Answer,
	{ count, fields = [], ids, outcome = written }: CollectionSpec,
): Outcome[] {
	const outcomes = entryOutcomes(answer, {
		vendor: VENDOR,
		count,
		list: (body) => body,
		ids: ids?.map(shortId),
		idOf: (entry) => {
			const id = textOf(at(entry, 'id'));
			return id === undefined ? undefined : shortId(id);
		},
		outcome: (entry, position, status) => {
			const id = textOf(at(entry, 'id'));
			const expected = ids?.[position];
			const isOther =
				id !== undefined && expected !== undefined && shortId(id) !== shortId(expected);
			if (isObject(entry) && entry.success === true && id !== undefined && !isOther)
				return outcome(entry, id);
			return at(entry, 'success') === false && Array.isArray(at(entry, 'errors'))
				? failed(entryFailure(entry, status, fields))
				: failed({
						message: `${VENDOR} sent a result without a status for this record`,
						description: 'Search for the record in Salesforce before you send it again.',
						httpCode: status,
						executed: 'unknown',
					});
		},
	});
	return answer.ok ? traced(outcomes, answer.headers) : outcomes;
}

/** The failure of one record. It names an existing record by its ID. */
function entryFailure(entry: unknown, status: number, fields: readonly Field[]) {
	const refusal = refusalOf(status, at(entry, 'errors'));
	const failure = ofOneRecord(
		recordFailure(VENDOR, status, refusal, displayName(refusal.field, fields)),
	);
	const gone =
		refusal.code === 'ENTITY_IS_DELETED' || refusal.code === 'INVALID_CROSS_REFERENCE_KEY';
	return {
		...failure,
		id: /\bid: ([A-Za-z0-9]{15,18})\b/.exec(refusal.text ?? '')?.[1],
		...(gone && refusal.field === undefined ? { notFound: true } : {}),
	};
}

function displayName(apiName: string | undefined, fields: readonly Field[]): string | undefined {
	if (apiName === undefined) return undefined;
	return (
		fields.find(({ name }) => name.toLowerCase() === apiName.toLowerCase())?.property.displayName ??
		displayNameOf(apiName)
	);
}

/** Salesforce's result for a written record. */
function written(entry: IDataObject, id: string): Outcome {
	return {
		ok: true,
		id,
		json: { id, success: true, ...(entry.created === undefined ? {} : { created: entry.created }) },
	};
}
