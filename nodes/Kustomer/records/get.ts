import type { IDataObject } from 'n8n-workflow';

import { failed, InputError, type Failure } from '../../shared/base/errors';
import { at, isEmpty } from '../../shared/base/values';
import { choice, text, type Field } from '../../shared/form/fields';
import type { Operation } from '../../shared/form/operation';
import { pathPart } from '../../shared/http/replies';
import { notFound } from '../../shared/operations/reading';
import { simplified } from '../../shared/operations/simplify';
import { recordId } from '../../shared/operations/write';
import type { Kind } from '../kinds';
import { VENDOR } from '../replies';
import { findByKey } from './lookup';
import { readRows } from './rows';
import { objectId, shapeOf } from './shapes';
import { readOne } from './written';

/** Get: one object by its ID or by a key (kustomer 2.7 and 3.2). */
export function get(kind: Kind): Operation {
	const { noun, lookups } = kind;
	const shown = (field: Field, by: string): Field => ({
		...field,
		required: false,
		upFront: true,
		property: {
			...field.property,
			required: true,
			...(lookups.length === 0 ? {} : { displayOptions: { show: { getBy: [by] } } }),
		},
	});
	const by: Field[] =
		lookups.length === 0
			? []
			: [
					{
						...choice(
							'getBy',
							'Get By',
							[
								...lookups.map(({ label, name }) => ({ name: label, value: name })),
								{ name: 'ID', value: 'id' },
							],
							{ default: 'id', description: 'How it is found' },
						),
						upFront: true,
					},
				];
	return {
		name: 'Get',
		value: 'get',
		action: `Get ${noun}`,
		description: `Read one ${noun} by its ID${lookups.length === 0 ? '' : ' or another key'}`,
		input: 'form',
		reads: true,
		nothingFound: 'fail',
		requiredOptions: kind.requiredOptions,
		fields: [
			...by,
			shown(objectId(kind), 'id'),
			...lookups.map(({ name, label, placeholder }) =>
				shown(text(name, label, { placeholder }), name),
			),
		],
		simplify: simplified(kind.simple),
		limits: { records: 1 },
		returns: shapeOf(kind.simple),
		finish: (asked) => checked(kind, asked),
		async send(session, { records, options }) {
			const [asked = {}] = records;
			const lookup = lookups.find(({ name }) => name === asked.getBy);
			const key = String(asked[lookup?.name ?? 'id']);
			const found = lookup
				? await findByKey(session, kind, options, lookup, key)
				: await readOne(session, `${kind.path(options)}/${pathPart(key)}`);
			if (!found.ok) return [failed(found.failure)];
			const row = found.value;
			if (
				row === undefined ||
				(lookup === undefined && row.id !== key.toLowerCase() && row.id !== key)
			)
				return [
					lookup
						? failed(withoutKey(kind, lookup.label, key))
						: notFound(VENDOR, noun, key, { httpCode: 404 }),
				];
			return [{ ok: true, id: String(row.id), json: row }];
		},
	};
}

/** Get of what no request reads by its ID: it is looked for in the list (kustomer 2.4 and 4.8). */
export function getListed(kind: Kind): Operation {
	const { noun } = kind;
	return {
		...get(kind),
		async send(session, { records, options }) {
			const key = recordId(records[0] ?? {});
			const isIt = (row: unknown) => String(at(row, 'id')).toLowerCase() === key.toLowerCase();
			const read = await readRows(session, { path: kind.path(options), keep: isIt, limit: 1 });
			if (!read.ok) return [failed(read.failure)];
			const [row] = read.value;
			return [
				row === undefined
					? notFound(VENDOR, noun, key)
					: { ok: true, id: String(row.id), json: row },
			];
		},
	};
}

function checked({ lookups }: Kind, asked: IDataObject): IDataObject {
	const lookup = lookups.find(({ name }) => name === asked.getBy);
	const name = lookup?.name ?? 'id';
	if (!isEmpty(asked[name])) return asked;
	const label = lookup?.label ?? 'ID';
	throw new InputError(`'${label}' is missing`, name, `Fill in '${label}'.`);
}

function withoutKey({ noun }: Kind, label: string, key: string): Failure {
	return {
		message: `No ${noun} with the ${label} "${key}" was found in ${VENDOR}`,
		description: `Check the ${label}. The ${noun} may have been deleted, or the API key may not see it.`,
		httpCode: 404,
		executed: 'no',
		notFound: true,
	};
}

/** The failure of an update or a deletion of what is not there. */
export function notThere({ noun }: Kind, id: string, failure?: Failure): Failure {
	return { ...notFound(VENDOR, noun, id, { httpCode: 404 }).failure, code: failure?.code };
}
