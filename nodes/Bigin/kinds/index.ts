import { call } from './call';
import { company } from './company';
import { contact } from './contact';
import { event } from './event';
import type { Module } from './module';
import { pipelineRecord } from './pipelineRecord';
import { product } from './product';
import { task } from './task';

export type { Module } from './module';

/** The modules whose records the node works on. The first one is the form's default. */
export const MODULES: readonly Module[] = [
	contact,
	call,
	company,
	event,
	pipelineRecord,
	product,
	task,
];

/** API name of the module behind a resource of the form. */
export function moduleOf(resource: string): string | undefined {
	return MODULES.find(({ value }) => value === resource)?.api;
}
