import { PACKAGE_NAME } from './settings.mjs';

/** A node of ours. */
export function ours(name, credential, parameters) {
	return {
		type: `${PACKAGE_NAME}.${name}`,
		typeVersion: 1,
		credential,
		parameters: { options: {}, ...parameters },
	};
}

/** Rows of a form. */
export const rows = (...values) => ({ values });
/** Passes where our node takes at most so many times as long as the bare client. */
export const within =
	(factor) =>
	({ ours: mine, baseline }) =>
		mine <= factor * baseline;
