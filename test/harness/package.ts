/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import 'reflect-metadata';

import path from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';

import { assertBuilt } from './built';

/** Folder of this package; its build is what runs. */
export const PACKAGE = path.resolve(__dirname, '../..');

export const PACKAGE_NAME = 'n8n-nodes-customer-engagement';

let loader: PackageDirectoryLoader | undefined;

/** The built package, loaded the way n8n loads it. */
export async function loadPackage(): Promise<PackageDirectoryLoader> {
	if (!loader) {
		assertBuilt(PACKAGE);
		loader = new PackageDirectoryLoader(PACKAGE);
		await loader.loadAll();
	}
	return loader;
}
