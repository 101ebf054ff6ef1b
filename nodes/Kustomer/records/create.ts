import type { RecordWrite } from '../../shared/operations/recordApi';
import type { Kind } from '../kinds';
import { recoverByExternalId } from './recover';
import { written } from './written';

/** Create: one object a request (kustomer 2.3, 3.3, 4.5 and 4.6). */
export function create(kind: Kind): RecordWrite {
	return {
		requiredSettings: kind.requiredSettings,
		// Kustomer refuses the whole request for one unknown key (kustomer 2.1).
		unknownFields: 'refuse',
		limits: { records: 1 },
		async send(session, { records, settings }) {
			const [record = {}] = records;
			const answer = await session.call({
				method: 'POST',
				path: kind.path(settings),
				body: record,
			});
			return [written(answer, kind.simple)];
		},
		recover: recoverByExternalId(kind),
	};
}
