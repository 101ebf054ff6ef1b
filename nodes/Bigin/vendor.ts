import type { Vendor } from '../shared/operation';
import { connect, PARALLEL, VENDOR } from './api';
import { MODULES } from './modules';
import { recordResource } from './records';

/** All resources and operations of Bigin: an operation that is not listed here does not exist. */
export const bigin: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	connect,
	resources: [...MODULES.map(recordResource)],
};
