import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import { pathPart } from '../../shared/http/replies';
import type { Session } from '../../shared/http/session';
import { idOf, recordId } from '../../shared/operations/write';
import type { RecordWrite } from '../../shared/operations/recordApi';
import type { ChosenClass, Kind } from '../kinds';
import { BYTES_PER_CALL } from '../limits';
import { isStale } from '../replies';
import { notThere } from './get';
import { readOne, written } from './written';

/** Update: one object a request, and only what is sent changes (kustomer 2.5, 3.3, 4.5 and 4.6). */
export function update(kind: Kind): RecordWrite {
	return {
		requiredOptions: kind.requiredOptions,
		unknownFields: 'refuse',
		limits: { records: 1, bytes: BYTES_PER_CALL },
		identity: identityOf,
		async send(session, { records, options }) {
			const [{ id, ...changes } = {}] = records;
			return [await updateOne(session, kind, options, recordId({ id }), changes)];
		},
	};
}

/** Identity of an item's object. The class is part of it, because two classes may have the same IDs. */
export function identityOf(record: IDataObject, { klass }: ChosenClass): string[] {
	return klass === undefined ? idOf(record) : [`${String(klass)} ${recordId(record)}`];
}

/**
 * Changes one object.
 * @param row the object as it is, where it was read already
 */
export async function updateOne(
	session: Session,
	kind: Kind,
	options: IDataObject,
	id: string,
	changes: IDataObject,
	row?: IDataObject,
): Promise<Outcome> {
	const path = `${kind.path(options)}/${pathPart(id)}`;
	if (kind.api === 'customer' && changes.company === undefined)
		return await keepingCompany(session, kind, path, id, changes, row);
	const send = async () => await session.call({ method: kind.method, path, body: changes });
	const first = await send();
	// Somebody changed it at the same moment, so the change is sent once more (kustomer 8).
	const answer = !first.ok && isStale(first.failure) ? await send() : first;
	return answer.ok || answer.failure.httpCode !== 404
		? written(answer, kind.simple, id)
		: failed(notThere(kind, id, answer.failure));
}

/** Times that a customer is read again, where somebody has changed it in between (kustomer 6). */
const READINGS = 2;

/**
 * Changes a customer and sends its company along, which Kustomer would take from it otherwise (kustomer 3.3).
 * The revision makes sure that it is still the company that was read.
 */
async function keepingCompany(
	session: Session,
	kind: Kind,
	path: string,
	id: string,
	changes: IDataObject,
	row: IDataObject | undefined,
): Promise<Outcome> {
	for (let reading = 1; ; reading++) {
		const known: Read =
			reading === 1 && row !== undefined ? { ok: true, value: row } : await readOne(session, path);
		if (!known.ok) return failed(known.failure);
		if (known.value === undefined) return failed(notThere(kind, id));
		const { companyId, rev } = known.value;
		const answer = await session.call({
			method: kind.method,
			path,
			...(companyId === undefined
				? { body: changes }
				: {
						body: { ...changes, company: companyId },
						...(typeof rev === 'number' ? { query: { rev } } : {}),
					}),
		});
		const stale =
			!answer.ok &&
			answer.failure.httpCode === 409 &&
			companyId !== undefined &&
			reading < READINGS;
		if (!stale) return written(answer, kind.simple, id);
	}
}

type Read = Awaited<ReturnType<typeof readOne>>;
