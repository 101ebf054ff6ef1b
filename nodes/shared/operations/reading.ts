import { failed, found, type Outcome } from '../base/errors';
import { limit, returnAll, standsUpFront, wanted } from '../form/fields';
import { FILTERS, type Operation } from '../form/operation';
import { withArticle, type RecordKind } from './kind';
import type { RecordApi, RecordList, RecordRead } from './recordApi';

/** Get: reads records by their IDs, as many in one call as the service allows. */
export function getOperation<Kind extends RecordKind>(
	api: RecordApi<Kind>,
	kind: Kind,
	{ most = 1, read, ...own }: RecordRead,
): Operation {
	const { noun } = kind;
	const id = api.id(kind);
	return {
		name: 'Get',
		value: 'get',
		action: `Get ${noun}`,
		description: `Read one ${noun} by its ID`,
		input: 'form',
		reads: true,
		nothingFound: 'fail',
		fields: [id],
		simplify: api.simplify?.(kind),
		limits: { records: most },
		mergesRepeats: true,
		returns: api.shape(kind),
		...own,
		async send(session, { records, options }) {
			const ids = records.map(({ id: given }) => String(given));
			const answer = await read(session, [...new Set(ids)], options);
			return ids.map((one): Outcome => {
				if (!answer.ok) return failed(answer.failure);
				const refused = answer.refused?.get(one);
				if (refused) return failed(refused);
				const row = answer.value.get(one);
				return row === undefined
					? notFound(api.vendor, noun, one)
					: { ok: true, id: one, json: row };
			});
		},
	};
}

/** The failed outcome for a record that does not exist. */
export function notFound(
	vendor: string,
	noun: string,
	id: string,
	{ httpCode, field = 'id' }: { httpCode?: number; field?: string } = {},
): Extract<Outcome, { ok: false }> {
	return failed({
		message: `No ${noun} with the ID ${id} was found in ${vendor}`,
		description: `Check the ID. The ${noun} may have been deleted, or the connected user may not see it.`,
		httpCode,
		field,
		executed: 'no',
		notFound: true,
	});
}

/** Get Many: a list of records. */
export function getManyOperation<Kind extends RecordKind>(
	api: RecordApi<Kind>,
	kind: Kind,
	list: RecordList,
): Operation {
	const { nouns } = kind;
	return listing(api, kind, list, {
		name: 'Get Many',
		value: 'getAll',
		action: `Get many ${nouns}`,
		description: `Get many ${nouns} of ${api.service}`,
	});
}

/** Search: records that meet conditions. */
export function searchOperation<Kind extends RecordKind>(
	api: RecordApi<Kind>,
	kind: Kind,
	list: RecordList,
): Operation {
	return listing(api, kind, list, {
		name: 'Search',
		value: 'search',
		action: `Search ${kind.nouns}`,
		description: `Find ${withArticle(kind.noun)} or several of them by conditions`,
	});
}

function listing<Kind extends RecordKind>(
	api: RecordApi<Kind>,
	kind: Kind,
	{ rows, fields = [], ...own }: RecordList,
	entry: Pick<Operation, 'name' | 'value' | 'action' | 'description'>,
): Operation {
	return {
		...entry,
		input: 'form',
		reads: true,
		optionalFields: FILTERS,
		simplify: api.simplify?.(kind),
		limits: { records: 1 },
		returns: api.shape(kind),
		...own,
		fields: [
			...fields.filter(standsUpFront),
			returnAll,
			limit,
			...fields.filter((field) => !standsUpFront(field)),
		],
		async send(session, { records, options }) {
			const [asked = {}] = records;
			const read = await rows(session, asked, options, wanted(asked));
			return [read.ok ? found(read.value) : failed(read.failure)];
		},
	};
}
