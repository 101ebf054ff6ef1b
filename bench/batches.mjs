export const sleep = async (millis) => await new Promise((resolve) => setTimeout(resolve, millis));

/** Lists of at most `size` records. */
export function batches(records, size) {
	return Array.from({ length: Math.ceil(records.length / size) }, (_, index) =>
		records.slice(index * size, (index + 1) * size),
	);
}
