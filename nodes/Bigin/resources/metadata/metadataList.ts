import { failed, found } from '../../../shared/base/errors';
import { boolean, dynamicOption, limit, text, wanted, upFront } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import type { Operation, OperationEntry } from '../../../shared/form/operation';
import { metadataNow } from '../../metadata';

/** The module whose metadata is read: any module of the account, not only those that the node has resources for. */
const anyModule = dynamicOption(
	text('module', 'Module Name or ID', {
		required: true,
		description:
			"The kind of record; an expression uses Bigin's own name, such as Accounts for companies",
	}),
	{ method: 'getModules' },
);

/** Defaults to true: half a list of fields is of little use. */
const returnAll = upFront(
	boolean('returnAll', 'Return All', {
		default: true,
		description: 'Whether to return all results or only up to a given limit',
	}),
);

export interface Listing extends OperationEntry, Required<Pick<Operation, 'simplify' | 'returns'>> {
	/** Name of the list in the path and in the reply, such as "fields". */
	kind: string;
	/** True if the list belongs to a module, false if it belongs to the account. */
	ofModule: boolean;
}

/** An operation that reads a metadata list, which Bigin returns without pages (bigin 7). */
export function metadataList({ kind, ofModule, ...operation }: Listing): Operation {
	return defineOperation({
		...operation,
		input: 'form',
		reads: true,
		fields: [...(ofModule ? [anyModule] : []), returnAll, limit],
		limits: { records: 1 },
		async send(session, { records }) {
			const [asked] = records;
			const rows = await metadataNow(session, kind, ofModule ? asked.module : undefined);
			return [rows.ok ? found(rows.value.slice(0, wanted(asked))) : failed(rows.failure)];
		},
	});
}
