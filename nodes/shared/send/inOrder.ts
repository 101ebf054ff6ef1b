/**
 * Lets work about the same records have its turn one after another, as it comes, so that the later item wins.
 * Other work is not held up.
 * @returns runs a piece of work when its turn has come; the records are texts that are the same for the same record
 */
export function inOrder(): <T>(records: readonly string[], work: () => Promise<T>) => Promise<T> {
	const underWay = new Map<string, Promise<void>>();
	return async (given, work) => {
		const records = new Set(given);
		const earlier = [...records].flatMap((record) => underWay.get(record) ?? []);
		const sent = earlier.length === 0 ? work() : Promise.all(earlier).then(work);
		const done = sent.then(
			() => undefined,
			() => undefined,
		);
		for (const record of records) underWay.set(record, done);
		try {
			return await sent;
		} finally {
			for (const record of records) if (underWay.get(record) === done) underWay.delete(record);
		}
	};
}
