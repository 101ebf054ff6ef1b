import { text, type Field } from '../../shared/form/fields';
import { picklist } from '../fields/common';
import { picked, reference } from '../fields/ids';
import { ownFields } from '../fields/mapped';
import { parent } from './attendee';
import { owner } from './interaction';
import type { SalesforceKind } from './kind';
import { related } from './record';

/** Fields of a topic as the object has them (salesforce-engagement 2.3). */
const fields: readonly Field[] = [
	parent,
	text('Name', 'Name', { required: true, max: 255, placeholder: 'e.g. Fee Reversal' }),
	text('InteractionSummary', 'Interaction Summary', { rows: 3, max: 765 }),
	owner,
	reference('ParentTopicId', 'Parent Topic ID', {
		description: 'ID of another engagement topic that this one belongs to',
	}),
	text('ProcessFailureReason', 'Process Failure Reason', {
		description: 'A value of the picklist that your org has set up',
	}),
	text('ProcessName', 'Process Name', { max: 255, placeholder: 'e.g. Card Fee Reversal' }),
	picklist(
		'ProcessStatus',
		'Process Status',
		// The vendor's pages spell one value in two ways (salesforce-engagement 12).
		['Canceled', 'Cancelled', 'Completed', 'Failed', 'Initiated'],
		{ default: 'Completed' },
	),
	picklist(
		'ProcessType',
		'Process Type',
		['Flow', 'OmniScript', { name: 'Quick Action', value: 'QuickAction' }],
		{ default: 'Flow' },
	),
	picked(
		reference('RelatedPersonId', 'Related Person', {
			description: 'The account, contact or lead the topic is about',
		}),
		'searchPeople',
	),
	reference('TopicId', 'Topic ID', {
		placeholder: 'e.g. 500000000000001AAA',
		description: 'ID of the business record the conversation was about, such as a case',
	}),
];

/** A topic of an interaction, a voice call or a messaging session. */
export const topic: SalesforceKind = {
	api: 'EngagementTopic',
	name: 'Topic',
	value: 'topic',
	noun: 'topic',
	nouns: 'topics',
	fields,
	names: ['Name'],
	simple: [
		'Name',
		'EngagementId',
		'TopicId',
		'RelatedPersonId',
		'InteractionSummary',
		'ProcessName',
		'ProcessStatus',
		'ProcessType',
	],
	choose: [],
	mapper: ownFields,
	finish: related,
	finishUpdate: related,
};
