import { failed } from '../../shared/base/errors';
import { pathPart } from '../../shared/http/replies';
import type { RecordWrite } from '../../shared/operations/recordApi';
import { recordId } from '../../shared/operations/write';
import type { Kind } from '../kinds';
import { notThere } from './get';
import { identityOf } from './update';
import { deleted } from './written';

/** Delete: a company has no deletion and is marked instead (kustomer 2.7, 3.3, 4.5 and 4.6). */
export function remove(kind: Kind): RecordWrite {
	return {
		description: kind.deletes
			? `Delete a ${kind.noun} in Kustomer for good`
			: `Mark a ${kind.noun} as deleted, so that Kustomer no longer shows it`,
		requiredOptions: kind.requiredOptions,
		limits: { records: 1 },
		identity: identityOf,
		async send(session, { records, options }) {
			const id = recordId(records[0] ?? {});
			const path = `${kind.path(options)}/${pathPart(id)}`;
			const answer = await session.call(
				kind.deletes
					? { method: 'DELETE', path }
					: { method: 'PUT', path, body: { deleted: true } },
			);
			if (answer.ok) return [deleted(id)];
			return [
				failed(
					answer.failure.httpCode === 404 ? notThere(kind, id, answer.failure) : answer.failure,
				),
			];
		},
	};
}
