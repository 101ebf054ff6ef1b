import { customerId, interactions, title } from '../fields/case';
import { checkChange } from './change';
import type { CrmKind } from './kind';

/** What an interaction holds (khoros-marketing 5.3, 5.4). */
const INTERACTION = {
	created: 'string',
	body: 'string',
	linkUrl: 'string',
	serviceId: 'string',
	service: 'string',
	contentType: 'string',
	author: {
		service: 'string',
		serviceId: 'string',
		handle: 'string',
		name: 'string',
		brandOwned: 'boolean',
	},
} as const;

/** A case (khoros-marketing 5.2). */
export const caseKind: CrmKind = {
	api: 'case',
	name: 'Case',
	value: 'case',
	noun: 'case',
	nouns: 'cases',
	fields: [customerId, title, interactions],
	names: ['title'],
	simple: [],
	shape: {
		id: 'string',
		number: 'string',
		customerId: 'string',
		title: 'string',
		description: 'string',
		url: 'string',
		lastUpdated: 'string',
		created: 'string',
		status: 'string',
		interactions: [INTERACTION],
	},
	finishUpdate: checkChange,
};
