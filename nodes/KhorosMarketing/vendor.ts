import type { Vendor } from '../shared/form/operation';
import { connect } from './api';
import { PARALLEL } from './limits';
import { VENDOR } from './replies';
import { crmApiCall, khorosApiCall } from './resources/apiCall';
import { caseResource } from './resources/case';
import { contract } from './resources/contract';
import { customCrm } from './resources/customCrm';
import { customerResource } from './resources/customer';
import { eventSubscription } from './resources/eventSubscription';
import { metadata } from './resources/metadata';

/** All resources and operations of Khoros Marketing: an operation that is not listed here does not exist. */
export const khorosMarketing: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	connect,
	resources: [
		caseResource,
		customerResource,
		metadata,
		contract,
		customCrm,
		eventSubscription,
		crmApiCall,
		khorosApiCall,
	],
};
