/**
 * Runs pieces of work one after another, in order of arrival. One that fails does not block the next.
 * @returns a function that runs a piece of work after all earlier ones have ended, and returns or throws what it does
 */
export function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
	let last: Promise<unknown> = Promise.resolve();
	return async (work) => {
		const own = last.then(work, work);
		last = own;
		return await own;
	};
}
