import type { LastingMemory } from '../../base/lasting';

/** How long a first request may be under way before its workflow counts as lost. In milliseconds. */
const UNDER_WAY = 15 * 60_000;

/** A request that starts the workflow, and its answer. */
export interface FirstRequest<T> {
	answer: Promise<T>;
	since: number;
	answered?: true;
	/** True once the caller can learn the answer only by asking again; absent if any equal request is a repetition. */
	isUnheard?(): boolean;
}

/** The first request for something, or a repetition of it. */
export type Asked<T> =
	| { first: true; done(answer: T): void }
	| { first: false; answer: Promise<T>; forget(): void };

/**
 * Tells a repetition from a first request. Only this n8n process knows the first request.
 * @param key the same for a repetition
 * @param outlasts whether repetitions get this answer, too; after a refusal the caller may ask anew
 */
export function firstOrRepeated<T>(
	memory: LastingMemory<FirstRequest<T>>,
	key: string,
	outlasts: (answer: T) => boolean,
	isUnheard?: () => boolean,
): Asked<T> {
	const forget = () => memory.delete(key);
	const known = memory.get(key);
	if (
		known !== undefined &&
		(known.isUnheard?.() ?? true) &&
		(known.answered || Date.now() - known.since < UNDER_WAY)
	)
		return { first: false, answer: known.answer, forget };
	let resolve: (answer: T) => void = () => undefined;
	const entry: FirstRequest<T> = {
		since: Date.now(),
		answer: new Promise((settled) => {
			resolve = settled;
		}),
		...(isUnheard ? { isUnheard } : {}),
	};
	memory.set(key, entry);
	return {
		first: true,
		done(answer) {
			resolve(answer);
			entry.answered = true;
			if (!outlasts(answer) && memory.get(key) === entry) forget();
		},
	};
}
