import { PACKAGE_NAME } from './settings.mjs';

/** One of our nodes in a workflow. */
export function ours(name, credential, parameters) {
	return {
		type: `${PACKAGE_NAME}.${name}`,
		typeVersion: 1,
		credential,
		parameters: { options: {}, ...parameters },
	};
}

/** The bar of a scenario: so many times as long as the bare client. */
export const within =
	(factor) =>
	({ ours: mine, floor }) =>
		mine <= factor * floor;
