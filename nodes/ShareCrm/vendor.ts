import type { Vendor } from '../shared/form/operation';
import { connect } from './api';
import { PARALLEL } from './limits';
import { VENDOR } from './replies';
import { createCustomerServiceSession } from './resources/customerServiceSession/create';

/** All resources and operations of ShareCRM: an operation that is not listed here does not exist. */
export const shareCrm: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	connect,
	resources: [
		{
			name: 'Customer Service Session',
			value: 'customerServiceSession',
			operations: [createCustomerServiceSession],
		},
	],
};
