import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { ROOT } from './steps.mjs';

const require = createRequire(import.meta.url);
const NODES = path.join(ROOT, 'dist/nodes');
/** Version of the nodes, which n8n looks for in the path. */
const VERSION = 'v1.0.0';

/** Writes the output schema of every operation from what the compiled operation says it returns. */
function writeSchemas() {
	const { identifiedShape } = require(path.join(NODES, 'shared/settle/identify.js'));
	const { outputSchema } = require(path.join(NODES, 'shared/base/schema.js'));
	for (const folder of readdirSync(NODES)) {
		const file = path.join(NODES, folder, 'vendor.js');
		if (!existsSync(file)) continue;
		for (const vendor of Object.values(require(file))) {
			for (const { value: resource, operations } of vendor.resources) {
				const target = path.join(NODES, folder, '__schema__', VERSION, resource);
				mkdirSync(target, { recursive: true });
				for (const operation of operations)
					writeFileSync(
						path.join(target, `${operation.value}.json`),
						JSON.stringify(outputSchema(identifiedShape(operation))),
					);
			}
		}
	}
}

writeSchemas();
