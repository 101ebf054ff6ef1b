/** Stands for every record, where nobody can tell which records are the same. */
export const ANY_RECORD = '\u0000any';

/**
 * Lets work about the same records have its turn one after another, as it comes, so that the later item wins.
 * Work about any record waits for all that is under way, and all that comes later waits for it. Other work is not held up.
 * @returns runs a piece of work when its turn has come; the records are texts that are the same for the same record
 */
export function inOrder(): <T>(records: readonly string[], work: () => Promise<T>) => Promise<T> {
	const byRecord = new Map<string, Promise<void>>();
	const underWay = new Set<Promise<void>>();
	let aboutAny: Promise<void> | undefined;
	return async (given, work) => {
		const records = new Set(given);
		const isAboutAny = records.has(ANY_RECORD);
		const earlier = isAboutAny
			? [...underWay]
			: [...records].flatMap((record) => byRecord.get(record) ?? []);
		if (aboutAny !== undefined) earlier.push(aboutAny);
		const sent = earlier.length === 0 ? work() : Promise.all(earlier).then(work);
		const done = sent.then(
			() => undefined,
			() => undefined,
		);
		underWay.add(done);
		if (isAboutAny) aboutAny = done;
		for (const record of records) byRecord.set(record, done);
		try {
			return await sent;
		} finally {
			underWay.delete(done);
			if (aboutAny === done) aboutAny = undefined;
			for (const record of records) if (byRecord.get(record) === done) byRecord.delete(record);
		}
	};
}
