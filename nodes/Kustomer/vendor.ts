import type { Vendor } from '../shared/form/operation';
import { connect } from './api';
import { PARALLEL } from './limits';
import { VENDOR } from './replies';
import { createBulk } from './resources/conversation/createBulk';

/** All resources and operations of Kustomer: an operation that is not listed here does not exist. */
export const kustomer: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	connect,
	resources: [{ name: 'Conversation', value: 'conversation', operations: [createBulk] }],
};
