import type { Vendor } from '../shared/operation';
import { connect, PARALLEL, VENDOR } from './api';
import { createCall } from './resources/call/create';
import { createCompany } from './resources/company/create';
import { createContact } from './resources/contact/create';
import { createEvent } from './resources/event/create';
import { createPipelineRecord } from './resources/pipelineRecord/create';
import { createProduct } from './resources/product/create';
import { createTask } from './resources/task/create';

/** All resources and operations of Bigin: an operation that is not listed here does not exist. */
export const bigin: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	connect,
	resources: [
		// The first one is preset in the form.
		{ name: 'Contact', value: 'contact', operations: [createContact] },
		{ name: 'Call', value: 'call', operations: [createCall] },
		{ name: 'Company', value: 'company', operations: [createCompany] },
		{ name: 'Event', value: 'event', operations: [createEvent] },
		{ name: 'Pipeline Record', value: 'pipelineRecord', operations: [createPipelineRecord] },
		{ name: 'Product', value: 'product', operations: [createProduct] },
		{ name: 'Task', value: 'task', operations: [createTask] },
	],
};
