import type { IDataObject } from 'n8n-workflow';

import { failed, type Outcome } from '../../shared/base/errors';
import { isObject } from '../../shared/base/values';
import { defineOperation } from '../../shared/form/defineOperation';
import { dynamicOption, id, text, type Field } from '../../shared/form/fields';
import type { Operation } from '../../shared/form/operation';
import { notFound } from '../../shared/operations/reading';
import { apiVersion } from '../fields/apiVersion';
import { ID, picked, shortId } from '../fields/ids';
import { NAME, objectOf, type SalesforceKind } from '../kinds/kind';
import { RECORDS_PER_COLLECTION } from '../limits';
import { VENDOR } from '../replies';
import { isId, readWhereIn } from './rows';
import { anyFields, fieldsToReturn, wantedFields } from './selection';
import { outputOf, type Extra } from './shapes';

/** The field that an ID is looked for in. */
const findBy = dynamicOption(
	text('findBy', 'Find By Name or ID', {
		pattern: NAME,
		expects: 'the API name of a field',
		description: 'The record ID if left empty, or an external ID of your org',
	}),
	{ method: 'getExternalIds', dependsOn: ['resource', 'object'] },
);

/** The record that is wanted, by its ID or by another key of it. */
function recordKey(noun: string): Field<'id', string, true> {
	const key = id(
		'id',
		noun.replace(/^./, (first) => first.toUpperCase()),
		{
			...ID,
			form: /^[^\p{Cc}]{1,255}$/u,
			expects: 'the ID or the external ID of a record',
			required: true,
			description: `The ${noun} to work on`,
		},
	);
	const picker = picked(key, 'searchRecords', ['object']);
	return {
		...picker,
		read(value, context) {
			// The value of another field may be an address, too, and is taken as it is.
			if (context.options.findBy !== undefined)
				return key.read(isObject(value) && 'value' in value ? value.value : value, context);
			const found = picker.read(value, context);
			if (found === undefined) return found;
			return id('id', picker.property.displayName, ID).read(found, context);
		},
	};
}

/** Get: records by their ID or an external ID, as many in one query as its address takes (salesforce-engagement 2.5). */
export function get(kind: SalesforceKind, extra?: Extra): Operation {
	const { noun } = kind;
	return defineOperation({
		name: 'Get',
		value: 'get',
		action: `Get ${noun}`,
		description: `Read one ${noun} by its ID or an external ID; many input items are read in one request`,
		input: 'form',
		reads: true,
		nothingFound: 'fail',
		requiredOptions: kind.choose,
		fields: [recordKey(noun)],
		options: [
			findBy,
			kind.simple.length > 0 ? fieldsToReturn : anyFields,
			apiVersion,
			...(extra?.options ?? []),
		],
		...outputOf(kind, extra),
		limits: { records: RECORDS_PER_COLLECTION },
		mergesRepeats: true,
		async send(session, { records, options }) {
			const keys = records.map(({ id: key }) => key);
			const all = (outcome: Outcome): Outcome[] => keys.map(() => outcome);
			const fields = await wantedFields(session, kind, options);
			if (!fields.ok) return all(failed(fields.failure));
			const field = isId(options.findBy ?? 'Id') ? 'Id' : String(options.findBy);
			const same = (name: string) => name.toLowerCase() === field.toLowerCase();
			const read = await readWhereIn(
				session,
				{
					object: objectOf(kind, options),
					fields: [field, ...fields.value.filter((name) => !same(name))],
				},
				field,
				[...new Set(keys)],
				{ options },
			);
			if (!read.ok) return all(failed(read.failure));
			const rows = extra ? await extra.complete(session, read.value, options, true) : read;
			if (!rows.ok) return all(failed(rows.failure));
			const byKey = new Map<string, IDataObject[]>();
			const keyOf = (value: unknown) =>
				field === 'Id' ? shortId(value) : String(value).toLowerCase();
			for (const row of rows.value) {
				// The reply spells the field as the org does, and the user may have spelled it otherwise.
				const spelled = Object.keys(row).find(same) ?? field;
				const key = keyOf(field === 'Id' ? row.id : row[spelled]);
				byKey.set(key, [...(byKey.get(key) ?? []), row]);
			}
			return keys.map((key): Outcome => {
				const [row, ...others] = byKey.get(keyOf(key)) ?? [];
				if (row === undefined) return notFound(VENDOR, noun, key);
				if (others.length > 0) return failed(ambiguous(kind, field, key, others.length + 1));
				return { ok: true, id: String(row.id), json: row };
			});
		},
	});
}

function ambiguous({ nouns }: SalesforceKind, field: string, key: string, count: number) {
	return {
		message: `${count} ${nouns} have the value "${key}" in '${field}'`,
		description: 'Nobody can tell which of them is meant. Get it by its ID.',
		field: 'id',
		executed: 'no' as const,
		input: true,
	};
}
