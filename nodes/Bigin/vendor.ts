import type { Vendor } from '../shared/operation';
import { connect, PARALLEL, VENDOR } from './api';
import { createContact } from './resources/contact/create';

/** All resources and operations of Bigin: an operation that is not listed here does not exist. */
export const bigin: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	connect,
	resources: [{ name: 'Contact', value: 'contact', operations: [createContact] }],
};
