/** Means every record, if there is no way to tell which records are the same. */
export const ANY_RECORD = '\u0000any';

/**
 * Runs work on the same records one after another, in order of arrival, so that the later item wins. Work on ANY_RECORD
 * waits for everything under way, and everything later waits for it. Other work is not delayed.
 * @returns a function that runs a piece of work when its turn comes; records are strings that are equal for the same record
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
