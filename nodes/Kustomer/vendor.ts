import type { Vendor } from '../shared/form/operation';
import { connect } from './api';
import { KINDS } from './kinds';
import { PARALLEL } from './limits';
import { kindResource } from './records';
import { createInBulk, updateInBulk } from './records/bulk';
import { VENDOR } from './replies';
import { conversation } from './resources/conversation';

const { company, customer, customObject } = KINDS;

/** All resources and operations of Kustomer: an operation that is not listed here does not exist. */
export const kustomer: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	connect,
	resources: [
		conversation,
		...[company, customer, customObject].map((kind) =>
			kindResource(kind, [createInBulk(kind), updateInBulk(kind)]),
		),
	],
};
