/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Says so where the build does not show the code, which would make every workflow test tell of an earlier version.
 * @param root folder of the package
 * @throws where `dist` is missing or older than a file in `nodes` or `credentials`
 */
export function assertBuilt(root: string): void {
	const built = newest(path.join(root, 'dist'), '.js');
	const written = Math.max(
		newest(path.join(root, 'nodes'), '.ts'),
		newest(path.join(root, 'credentials'), '.ts'),
	);
	if (built < written)
		throw new Error(
			`The build is ${built === 0 ? 'missing' : 'older than the code'}, and workflow tests run the build. Run "npm run build" first.`,
		);
}

/** When the latest of the files was written, in milliseconds since the epoch; 0 if there is no file. */
function newest(folder: string, ending: string): number {
	try {
		return readdirSync(folder, { recursive: true })
			.map(String)
			.filter((file) => file.endsWith(ending))
			.reduce((latest, file) => Math.max(latest, statSync(path.join(folder, file)).mtimeMs), 0);
	} catch {
		return 0;
	}
}
