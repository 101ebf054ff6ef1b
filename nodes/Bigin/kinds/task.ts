import { choice, dateField, text, type Field } from '../../shared/form/fields';
import { description, owner, tags } from '../fields/common';
import { recurrence } from '../fields/recurrence';
import { relatedRecord } from '../fields/relatedRecord';
import { checkTaskReminder, taskReminder } from '../fields/reminders';
import type { Module } from './module';

/** Bigin's default values. All but Normal and Not Started are a guess, and an account may add others (bigin 3.9). */
const PRIORITIES = ['High', 'Highest', 'Low', 'Lowest', 'Normal'];
const STATUSES = ['Completed', 'Deferred', 'In Progress', 'Not Started', 'Waiting for input'].map(
	(value) => ({ name: value.replace('for input', 'for Input'), value }),
);

/** Fields of a task (bigin 3.9). */
const fields: readonly Field[] = [
	text('Subject', 'Subject', { required: true, placeholder: 'e.g. Follow-up email to Ava Bell' }),
	description,
	dateField('Due_Date', 'Due Date', 'day'),
	owner,
	choice('Priority', 'Priority', PRIORITIES, {
		open: true,
		default: 'Normal',
		description:
			'How urgent the task is; an expression may also set a custom value of your account',
	}),
	relatedRecord,
	taskReminder,
	recurrence,
	choice('Status', 'Status', STATUSES, {
		open: true,
		default: 'Not Started',
		description:
			'How far along the task is; an expression may also set a custom value of your account',
	}),
	tags,
];

export const task: Module = {
	api: 'Tasks',
	name: 'Task',
	value: 'task',
	noun: 'task',
	nouns: 'tasks',
	fields,
	title: 'Subject',
	names: ['Subject'],
	simple: [
		'Subject',
		'Due_Date',
		'Status',
		'Priority',
		'Related_To',
		'Description',
		'Owner',
		'Tag',
		'Modified_Time',
	],
	finish: checkTaskReminder,
};
