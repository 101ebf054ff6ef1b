import type { Vendor } from '../shared/form/operation';
import { VENDOR } from './replies';
import { PARALLEL, RECORDS_PER_COLLECTION } from './limits';
import { connect } from './api';
import { authentication } from './fields/authentication';
import { action } from './resources/action';
import { apiCall } from './resources/apiCall';
import { attendee } from './resources/attendee';
import { bulk } from './resources/bulk';
import { file } from './resources/file';
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
	batchSize: RECORDS_PER_COLLECTION,
	before: [authentication],
	connect,
	resources: [
		interaction,
		attendee,
		topic,
		record,
		query,
		bulk,
		file,
		action,
		platformEvent,
		metadata,
		apiCall,
	],
};
