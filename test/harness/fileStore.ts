/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';

import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

/** Where n8n's engine keeps its services; from the n8n that the test runs in. */
function services(): { get<T>(type: new (...args: never[]) => T): T } {
	const found = require.resolve('@n8n/di', { paths: [path.dirname(require.resolve('n8n-core'))] });
	return jest.requireActual<{ Container: ReturnType<typeof services> }>(found).Container;
}

/** n8n's store of files in a folder, its default, for the tests of one file. */
export function useFileStore() {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'n8n-files-'));
	let service: BinaryDataService;
	beforeAll(async () => {
		const config = services().get(BinaryDataConfig);
		Object.assign(config, {
			mode: 'filesystem',
			availableModes: ['filesystem'],
			localStoragePath: folder,
		});
		service = services().get(BinaryDataService);
		await service.init();
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	return {
		service: () => service,
		/** Stores a file, and gives what an item then holds of it. */
		async store(content: Buffer | Readable, fileName: string): Promise<IBinaryData> {
			return await service.store(
				{ type: 'execution', workflowId: 'test', executionId: 'test-execution' },
				content,
				{ mimeType: 'application/pdf', fileName, data: '' },
			);
		},
	};
}
