import type { IDataObject } from 'n8n-workflow';
import { InputError, failed, type Outcome } from '../base/errors';
import { isEmpty, show } from '../base/values';
import { choice, type Field } from '../form/fields';
import type { Operation, SentBatch } from '../form/operation';
import type { Session } from '../http/session';
import {
	existingOf,
	givenKey,
	keyValue,
	valueOfKey,
	type Existing,
	type ExistingRecord,
	type KeyLookup,
} from './existing';
import { marked, MODES, part, settleKnown, type Mode } from './settleExisting';
import { createdWithoutKey } from './withoutKey';

const NAME = 'ifItExists';
/** One shared list for all records without an identity, of which there are many. */
const NONE: string[] = [];

/**
 * Adds the option If It Exists, so that a run can be repeated after a crash. Items with the same key are sent one after
 * another, and records that this run created count even if the service's search does not show them yet.
 */
export function withIfItExists(operation: Operation, existing: Existing): Operation {
	const { lookup, uniqueFields } = existing;
	const withoutKey = uniqueFields && createdWithoutKey(uniqueFields);
	const made = new WeakMap<object, Map<string, Map<string, ExistingRecord>>>();
	const kindOptions = (operation.requiredOptions ?? []).map(({ name }) => name);
	/** The scope of a key: the kind of record and the key's name, both of which items may choose by expression. */
	const scopeOf = (options: IDataObject) =>
		JSON.stringify([...kindOptions.map((name) => options[name]), lookup?.key(options)]);
	const { recover } = operation;
	return {
		...operation,
		// What was found again is a creation of this run, as if its reply had come.
		...(recover && {
			async recover(session, batch, departure) {
				const findings = await recover(session, batch, departure);
				if (modeOf(batch.options) === 'create') return findings;
				const mine = madeHere(made, session, scopeOf(batch.options));
				return findings.map((finding, position) => {
					if (finding === undefined || !('proven' in finding)) return finding;
					const proven = marked(finding.proven, 'created');
					remember(mine, keyValue(lookup, batch.records[position], batch.options), proven);
					return { proven };
				});
			},
		}),
		requiredOptions: [
			...(operation.requiredOptions ?? []),
			modeField(existing),
			...(lookup?.matchOn ? [shownUnlessCreating(lookup.matchOn)] : []),
		],
		returns: { ...operation.returns, action: 'string' },
		runAgain: `If you run all items again, 'If It Exists' with 'Skip and Return It' recognizes the records that were written with ${lookup ? 'a key' : 'a value in a unique field'}; others would be written once more.`,
		finish(record, options, timezone, context) {
			const finished = operation.finish?.(record, options, timezone, context) ?? record;
			if (lookup && modeOf(options) !== 'create') checkKey(lookup, finished, options);
			return finished;
		},
		identity(record, options) {
			const own = operation.identity?.(record, options) ?? NONE;
			const value = modeOf(options) === 'create' ? undefined : keyValue(lookup, record, options);
			return value === undefined ? own : [...own, `${NAME}:${scopeOf(options)}:${value}`];
		},
		...(withoutKey && { hints: (session) => withoutKey.hints(session) }),
		// Without a lookup only the service knows which items are about the same record.
		inTurn: (options) =>
			operation.inTurn?.(options) === true || (!lookup && modeOf(options) === 'update'),
		async send(session, batch, files) {
			const mode = modeOf(batch.options);
			if (mode === 'create') return await operation.send(session, batch, files);
			const mine = madeHere(made, session, scopeOf(batch.options));
			const found = await existingOf(session, existing, batch, mine);
			if (!found.ok) return batch.records.map(() => failed(found.failure));
			const known = found.value;
			const fresh = part(batch, (position) => known[position] === undefined);
			const unkeyed = await withoutKey?.among(session, fresh.batch.records);
			const created =
				fresh.positions.length === 0 ? [] : await operation.send(session, fresh.batch, files);
			const outcomes: Array<Outcome | undefined> = batch.records.map(() => undefined);
			fresh.positions.forEach((position, index) => {
				const outcome = created[index];
				const id =
					outcome && !outcome.ok && !lookup ? existing.refusedFor?.(outcome.failure) : undefined;
				if (id !== undefined && mode !== 'fail') known[position] = { id, json: { id } };
				else outcomes[position] = marked(outcome, 'created');
				if (outcome?.ok && unkeyed?.has(index)) withoutKey?.add(session);
				remember(mine, keyValue(lookup, batch.records[position], batch.options), outcome);
			});
			await findRefused(session, existing, batch, known, outcomes);
			await settleKnown(session, existing, mode, batch, known, outcomes, files);
			return outcomes.map(
				(outcome) =>
					outcome ??
					failed({ message: 'No result came back for this record', executed: 'unknown' }),
			);
		},
	};
}

/** Looks again for the records that the service reports as existing although the lookup did not find them. */
async function findRefused(
	session: Session,
	{ lookup }: Existing,
	batch: SentBatch,
	known: Array<ExistingRecord | undefined>,
	outcomes: Array<Outcome | undefined>,
): Promise<void> {
	const { again } = lookup ?? {};
	if (!lookup || !again) return;
	const refused = part(batch, (position) => {
		const outcome = outcomes[position];
		return outcome !== undefined && !outcome.ok && again.isFor(outcome.failure);
	});
	if (refused.positions.length === 0) return;
	const exact = { lookup: { ...lookup, find: again.find } };
	const found = await existingOf(session, exact, refused.batch, new Map());
	if (!found.ok) return;
	refused.positions.forEach((position, index) => {
		const record = found.value[index];
		if (record === undefined) return;
		known[position] = record;
		outcomes[position] = undefined;
	});
}

function modeField({ update, caution, lookup }: Existing): Field {
	return {
		...choice(
			NAME,
			'If It Exists',
			[
				{ name: 'Create Anyway', value: 'create', description: 'Do not check whether it exists' },
				{
					name: 'Fail',
					value: 'fail',
					description: 'Fail the item and name the existing record',
				},
				{
					name: 'Skip and Return It',
					value: 'skip',
					description: 'Write nothing and return the existing record',
				},
				...(update
					? [
							{
								name: 'Update It',
								value: 'update',
								description: "Write the item's fields to the existing record",
							},
						]
					: []),
			],
			{
				default: 'create',
				description: `What to do with an item whose record already exists${lookup ? '' : ' by a unique field'}${caution === undefined ? '' : `; ${caution}`}`,
			},
		),
	};
}

function shownUnlessCreating(field: Field): Field {
	const { displayOptions } = field.property;
	return {
		...field,
		required: false,
		property: {
			...field.property,
			displayOptions: {
				...displayOptions,
				show: { ...displayOptions?.show, [NAME]: ['fail', 'skip', 'update'] },
			},
		},
	};
}

function modeOf(options: IDataObject): Mode {
	return MODES.find((mode) => mode === options[NAME]) ?? 'create';
}

function checkKey(lookup: KeyLookup, record: IDataObject, options: IDataObject): void {
	const { key, matchOn } = lookup;
	const name = key(options);
	const choice = matchOn?.property.displayName ?? 'Match On';
	const label = lookup.label?.(options) ?? name;
	const given = givenKey(lookup, record, options);
	if (name === undefined)
		throw new InputError(
			`'${choice}' is missing`,
			matchOn?.name,
			`Choose it, or set 'If It Exists' to 'Create Anyway'.`,
		);
	if (!isEmpty(given) && valueOfKey(given) === undefined)
		throw new InputError(
			`'${label}' must be text or a number to find an existing record by, but is ${show(given)}`,
			name,
			"Map one value, or set 'If It Exists' to 'Create Anyway'.",
		);
	if (isEmpty(given))
		throw new InputError(
			`'${label}' is missing, which is needed to find an existing record`,
			name,
			"Map it, or set 'If It Exists' to 'Create Anyway'.",
		);
}

/** The records that this run created in a scope, by the normal form of their key. */
function madeHere(
	made: WeakMap<object, Map<string, Map<string, ExistingRecord>>>,
	{ run }: Session,
	scope: string,
): Map<string, ExistingRecord> {
	const all = made.get(run) ?? new Map<string, Map<string, ExistingRecord>>();
	made.set(run, all);
	const mine = all.get(scope) ?? new Map<string, ExistingRecord>();
	all.set(scope, mine);
	return mine;
}

function remember(
	mine: Map<string, ExistingRecord>,
	key: string | undefined,
	outcome: Outcome | undefined,
): void {
	// A result that several items share, such as a job, is not a record.
	if (
		key === undefined ||
		!outcome?.ok ||
		!('json' in outcome) ||
		outcome.id === undefined ||
		outcome.sharedBy
	)
		return;
	// Keep only the ID, because a run may create 100,000 records.
	mine.set(key, { id: outcome.id, json: { id: outcome.id } });
}
