import { noPace, windowPace, type Pace } from '../../shared/pace';

/** Downloads of export results in a minute (contract 10.1). */
export const DOWNLOADS_PER_MINUTE = 10;
const MINUTE = 60_000;

const RESULT = /\/bulk\/v\d+\/read\/[^/]+\/result$/;

/** Keeps downloads of results, of whatever job, under Bigin's limit; other requests are not held. */
export function resultPace(): Pace {
	const downloads = windowPace(DOWNLOADS_PER_MINUTE, MINUTE);
	return {
		async turn(path, wait) {
			return await (RESULT.test(path) ? downloads.turn('results', wait) : noPace.turn(path, wait));
		},
	};
}
