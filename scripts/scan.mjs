// The offline part of n8n's package scan, on the sources and on what is published. Prints one JSON line.
import {
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

import { finish, ROOT } from './steps.mjs';

async function scan() {
	const eslint = new ESLint({
		cwd: ROOT,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
	});
	const counts = { files: 0, errors: 0, warnings: 0, messages: [] };
	for (const patterns of [
		SOURCE_FILE_PATTERNS,
		['package.json', 'dist/**/*.js', 'dist/**/*.json'],
	]) {
		for (const result of await eslint.lintFiles(patterns)) {
			counts.files += 1;
			counts.errors += result.errorCount;
			counts.warnings += result.warningCount;
			counts.messages.push(
				...result.messages.map(
					({ ruleId, line, message }) => `${result.filePath}:${line} ${ruleId} ${message}`,
				),
			);
		}
	}
	console.log(JSON.stringify(counts));
}

finish(scan());
