import type { Vendor } from '../shared/form/operation';
import { VENDOR } from './replies';
import { PARALLEL } from './limits';
import { connect } from './api';
import { authentication } from './fields/authentication';
import { action } from './resources/action';
import { apiCall } from './resources/apiCall';
import { attendee } from './resources/attendee';
import { bulk } from './resources/bulk';
import { interaction } from './resources/interaction';
import { metadata } from './resources/metadata';
import { platformEvent } from './resources/platformEvent';
import { query } from './resources/query';
import { record } from './resources/record';
import { topic } from './resources/topic';

/** All resources and operations of Salesforce Engagement: an operation that is not listed here does not exist. */
export const salesforceEngagement: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	before: [authentication],
	connect,
	resources: [
		interaction,
		attendee,
		topic,
		record,
		query,
		bulk,
		action,
		platformEvent,
		metadata,
		apiCall,
	],
};
