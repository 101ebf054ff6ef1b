import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../../shared/base/result';
import type { Shape } from '../../shared/base/schema';
import type { Field, Values } from '../../shared/form/fields';
import type { Operation } from '../../shared/form/operation';
import type { Session } from '../../shared/http/session';
import { simplified } from '../../shared/operations/simplify';
import type { SalesforceKind } from '../kinds/kind';

/** An addition to the rows of one kind. */
export interface Extra<Options extends readonly Field[] = readonly Field[]> {
	options: Options;
	/** Keys of what is added. */
	keys: readonly string[];
	returns: { [key: string]: Shape };
	/** @param byDefault whether it is added where nothing is chosen: to single records, not to lists */
	complete(
		session: Session,
		rows: IDataObject[],
		options: Values<Options>,
		byDefault: boolean,
	): Promise<Result<IDataObject[]>>;
}

/** Output of a written record. */
export const WRITTEN = { id: 'string', success: 'boolean' } as const;

/** Fields that are not text, by API name. */
const FLAGS = /^Is[A-Z]/;

/** How Simplify cuts rows, and the shape of the result. */
export function outputOf(
	kind: SalesforceKind,
	extra?: Extra,
): Pick<Operation, 'simplify' | 'returns'> {
	const { simple } = kind;
	if (simple.length === 0) return { returns: { id: 'string' } };
	const cut = simplified(simple);
	return {
		simplify: (row) => ({
			...cut(row),
			...Object.fromEntries(
				(extra?.keys ?? []).filter((key) => key in row).map((key) => [key, row[key]]),
			),
		}),
		returns: {
			id: 'string',
			...Object.fromEntries(
				simple.map((name): [string, Shape] => [name, FLAGS.test(name) ? 'boolean' : 'string']),
			),
			...extra?.returns,
		},
	};
}
