import type { IDataObject } from 'n8n-workflow';

import type { Result } from '../base/result';
import { isEmpty } from '../base/values';
import type { Session } from '../http/session';

/** The fields by which a service recognizes existing records itself. */
export interface UniqueFields {
	/** API names of fields that are unique in every account. A record with a value in one needs no request. */
	usual: readonly string[];
	/** Loads the API names of all unique fields of the account. */
	load(session: Session): Promise<Result<readonly string[]>>;
}

interface Count {
	fields?: Promise<readonly string[] | undefined>;
	names: readonly string[];
	items: number;
}

/**
 * Counts the items that were created without a value in a unique field, for one hint at the end of the run.
 * @param by the setting that could recognize no record, as the form calls it
 */
export function createdWithoutKey({ usual, load }: UniqueFields, by = "'If It Exists'") {
	const counts = new WeakMap<object, Count>();
	const countOf = ({ run }: Session): Count => {
		const count = counts.get(run) ?? { names: [], items: 0 };
		counts.set(run, count);
		return count;
	};
	return {
		/**
		 * The positions of records without a key. Asked before sending, so that no reply has to wait for it.
		 * @param chosen the fields by which the service looks for records, if the user chose them
		 */
		async among(
			session: Session,
			records: readonly IDataObject[],
			chosen: readonly string[] = [],
		): Promise<ReadonlySet<number>> {
			if (chosen.length > 0) {
				countOf(session).names = chosen;
				return positionsWithout(records, chosen);
			}
			const open = positionsWithout(records, usual);
			if (open.size === 0) return open;
			const count = countOf(session);
			const names = await (count.fields ??= loaded(session, load));
			if (names === undefined) return new Set();
			count.names = names;
			return positionsWithout(records, names);
		},
		add(session: Session): void {
			countOf(session).items += 1;
		},
		hints(session: Session): string[] {
			const { names, items } = countOf(session);
			if (items === 0) return [];
			const counted = items === 1 ? '1 item' : `${items} items`;
			const [have, were] = items === 1 ? ['has', 'it was'] : ['have', 'they were'];
			return [
				names.length === 0
					? `The account has no unique field for these records, so ${by} could not recognize any, and ${counted} ${items === 1 ? 'was' : 'were'} created`
					: `${counted} ${have} no value in a unique field (${names.join(', ')}), so ${by} could not recognize existing records, and ${were} created`,
			];
		},
	};
}

/** The names of the unique fields; undefined if they are not available, which must not fail a write. */
async function loaded(
	session: Session,
	load: UniqueFields['load'],
): Promise<readonly string[] | undefined> {
	try {
		const fields = await load(session);
		return fields.ok ? fields.value : undefined;
	} catch {
		return undefined;
	}
}

function positionsWithout(
	records: readonly IDataObject[],
	names: readonly string[],
): ReadonlySet<number> {
	return new Set(
		records.flatMap((record, position) =>
			names.every((name) => isEmpty(record[name])) ? [position] : [],
		),
	);
}
