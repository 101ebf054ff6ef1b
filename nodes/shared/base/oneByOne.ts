/**
 * Runs pieces of work one after the other, in the order in which they come; one that fails holds up no other.
 * @returns a function that runs a piece of work when all earlier ones have ended
 */
export function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
	let last: Promise<unknown> = Promise.resolve();
	return async (work) => {
		const own = last.then(work, work);
		last = own;
		return await own;
	};
}
