import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { apiNames, type Field, type ReadContext } from '../form/fields';
import { accountFields, type AccountField, type AccountFields } from '../form/fields/account';
import { lastingMemory } from '../base/lasting';
import type { AccountFieldsSource, Operation, Vendor } from '../form/operation';
import { unknownKeysDefault } from '../form/unknownKeys';
import type { Given } from './given';
import type { Session } from '../http/session';
import { isEmpty, isObject } from '../base/values';

/** Fields change rarely, so a known field counts for ten minutes. If it was deleted meanwhile, its key is sent and the vendor ignores it. */
const remembered = lastingMemory<readonly AccountField[]>(10 * 60_000, 50);
/**
 * An unknown key counts as unknown for one minute only, and only if the key is sent anyway, because the field may just have
 * been added. The fields of a mapper count for no longer than that either, because one may just have been deleted; the same
 * holds if the vendor refuses unknown keys.
 */
const justLoaded = lastingMemory<readonly AccountField[]>(60_000, 50);

/** Maximum number of JSON records to scan ahead. They are kept until they are read, so scanning more would cost more than asking the vendor. */
const MOST_JSON = 100;

/** The fields of the account, by the kind of record that an item is about. */
export interface LearnedFields {
	/** Undefined if they are not needed or not available. */
	of(options: IDataObject): AccountFields | undefined;
	/** Hints for the user at the end of the run. */
	hints(): string[];
}

/**
 * Loads the fields of the account, at most once per run and kind of record, and only if an item has a key that the form
 * does not know. If they are not available, the run continues without them and a hint says so.
 * @param open indexes of the items that will be read
 */
export async function learnFields(
	context: IExecuteFunctions,
	vendor: Vendor,
	operation: Operation,
	session: Session,
	given: Given,
	open: readonly number[],
): Promise<LearnedFields> {
	const { accountFields: source } = operation;
	const learned = new Map<string, AccountFields>();
	for (const [kind, indexes] of source ? byKind(context, operation, source, given, open) : []) {
		const fields =
			source &&
			(await learnKind(context, vendor, operation, source, session, given, indexes, kind));
		if (fields) learned.set(kind, fields);
	}
	return {
		of: (options) =>
			learned.get(source?.kindOption === undefined ? '' : String(options[source.kindOption])),
		hints: () => [...learned.values()].flatMap((fields) => fields.hints()),
	};
}

async function learnKind(
	context: IExecuteFunctions,
	vendor: Vendor,
	operation: Operation,
	source: AccountFieldsSource,
	session: Session,
	given: Given,
	open: readonly number[],
	kind: string,
): Promise<AccountFields | undefined> {
	const known = apiNames(operation.fields);
	const key = cacheKey(context, vendor, session, kind);
	const cache = given.mode === 'define' || source.refusesUnknown ? justLoaded : remembered;
	const earlier = key === undefined ? undefined : cache.get(key);
	const ready = (fields: readonly AccountField[]) =>
		accountFields({
			vendor: vendor.name,
			fields,
			known,
			isFree: source.isFree ?? (() => false),
			refusesUnknown: source.refusesUnknown,
		});
	const need = needOf(context, operation, given, open, {
		form: new Set(known),
		earlier: earlier && new Set(earlier.map(({ name }) => name)),
	});
	if (need === 'none') return undefined;
	const enough =
		need === 'known'
			? earlier
			: key !== undefined && sendsUnknownKeys(context, source)
				? justLoaded.get(key)
				: undefined;
	if (enough !== undefined) return ready(enough);
	const loaded = await source.load(session, kind);
	if (loaded.ok && loaded.value.length > 0) {
		if (key !== undefined) for (const each of [remembered, justLoaded]) each.set(key, loaded.value);
		return ready(loaded.value);
	}
	session.hint(
		`The given keys could not be compared with the fields of the account, so ${vendor.name} may not store all of them: ${loaded.ok ? 'no fields came' : loaded.failure.message}`,
	);
	return undefined;
}

/** Groups the items by kind of record. An item whose kind cannot be read is left out; reading it later says why. */
function byKind(
	context: IExecuteFunctions,
	{ requiredOptions = [] }: Operation,
	{ kindOption }: AccountFieldsSource,
	given: Given,
	open: readonly number[],
): Map<string, readonly number[]> {
	const field = requiredOptions.find(({ name }) => name === kindOption);
	const { kind: parameter } = given;
	if (field === undefined || parameter === undefined) return new Map([['', open]]);
	const inForm: ReadContext = {
		from: 'form',
		timezone: context.getTimezone(),
		prefix: '',
		options: {},
	};
	const kindOf = (index: number) => {
		try {
			return String(field.read(parameter.ahead(index), inForm));
		} catch {
			return undefined;
		}
	};
	const groups = new Map<string, number[]>();
	const fixed = parameter.fixed ? kindOf(open[0] ?? 0) : undefined;
	if (fixed !== undefined) return new Map([[fixed, open]]);
	for (const index of open) {
		const kind = kindOf(index);
		if (kind === undefined) continue;
		const group = groups.get(kind);
		if (group) group.push(index);
		else groups.set(kind, [index]);
	}
	return groups;
}

/** A key for the account and the kind of record; undefined if a credential has no ID. */
function cacheKey(
	context: IExecuteFunctions,
	vendor: Vendor,
	session: Session,
	kind: string,
): string | undefined {
	const ids = Object.values(context.getNode().credentials ?? {}).map(({ id }) => id);
	if (ids.length === 0 || ids.some(isEmpty)) return undefined;
	return JSON.stringify([
		vendor.name,
		ids,
		session.account,
		session.baseUrl,
		context.getNodeParameter('resource', 0),
		kind,
	]);
}

/** True if unknown keys are sent anyway. A mapper leaves out fields that no longer exist, so fields are loaded again before it does. */
function sendsUnknownKeys(context: IExecuteFunctions, source: AccountFieldsSource): boolean {
	const mode = context.getNodeParameter('inputMode', 0, 'define');
	return (
		mode !== 'define' &&
		context.getNodeParameter('options.unknownFields', 0, unknownKeysDefault(source), {
			rawExpressions: true,
		}) === 'send'
	);
}

/** `none`: the form knows all given keys. `known`: the remembered fields include the others. `new`: some keys are unknown, or cannot be determined without reading the items. */
type Need = 'none' | 'known' | 'new';

function needOf(
	context: IExecuteFunctions,
	operation: Operation,
	{ mode, values }: Given,
	open: readonly number[],
	names: Names,
): Need {
	if (mode === 'define')
		return most(mappers(operation), (field) => needOfMapper(context, field, names));
	const scanned = mode === 'json' ? open.slice(0, MOST_JSON) : open;
	const need = most(scanned, (index) => needOfKeys(valuesOf(values, index), names));
	return scanned.length < open.length ? 'new' : need;
}

interface Names {
	form: ReadonlySet<string>;
	earlier?: ReadonlySet<string>;
}

/** The greatest need in a list; stops at the first `new`. */
function most<T>(list: readonly T[], needOfOne: (entry: T) => Need): Need {
	let need: Need = 'none';
	for (const entry of list) {
		const one = needOfOne(entry);
		if (one === 'new') return one;
		if (one === 'known') need = one;
	}
	return need;
}

function needOfKeys(values: IDataObject, { form, earlier }: Names): Need {
	let need: Need = 'none';
	for (const key of Object.keys(values)) {
		if (form.has(key) || values[key] === undefined) continue;
		if (!earlier?.has(key)) return 'new';
		need = 'known';
	}
	return need;
}

function valuesOf(values: Given['values'], index: number): IDataObject {
	try {
		return values.ahead(index);
	} catch {
		// Reading the item later says what is wrong with it.
		return {};
	}
}

function mappers({ fields }: Operation): Field[] {
	return fields.filter(({ property }) => property.type === 'resourceMapper');
}

/** The need of a mapper, which holds only fields of the account. */
function needOfMapper(context: IExecuteFunctions, { name }: Field, names: Names): Need {
	const raw: unknown = context.getNodeParameter(name, 0, null, { rawExpressions: true });
	const given = isObject(raw) ? (raw.value ?? {}) : raw;
	if (isObject(given))
		return needOfKeys(
			Object.fromEntries(Object.entries(given).filter(([, value]) => !isEmpty(value))),
			{ ...names, form: new Set() },
		);
	return isEmpty(given) ? 'none' : 'new';
}
