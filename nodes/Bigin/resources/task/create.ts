import { choice, dateField, text, type Field } from '../../../shared/fields';
import { createRecords } from '../../create';
import { customFields, description, owner, tags } from '../../fields';
import { recurrence } from '../../recurrence';
import { relatedRecord } from '../../related';
import { checkTaskReminder, taskReminder } from '../../reminders';

/** Bigin's usual values; a guess apart from Normal and Not Started, and an account may add others (contract 3.9). */
const PRIORITIES = ['High', 'Highest', 'Low', 'Lowest', 'Normal'];
const STATUSES = ['Completed', 'Deferred', 'In Progress', 'Not Started', 'Waiting for input'].map((value) => ({ name: value.replace('for input', 'for Input'), value }));

/** Fields of a task (contract 3.9). */
const fields: readonly Field[] = [
	text('Subject', 'Subject', { required: true, placeholder: 'e.g. Follow-up email to Ava Bell' }),
	customFields,
	description,
	dateField('Due_Date', 'Due Date', 'day'),
	owner,
	choice('Priority', 'Priority', PRIORITIES, { open: true, default: 'Normal', description: "How urgent the task is; an expression may give a value of your account's own" }),
	relatedRecord,
	taskReminder,
	recurrence,
	choice('Status', 'Status', STATUSES, { open: true, default: 'Not Started', description: "How far the task is; an expression may give a value of your account's own" }),
	tags,
];

export const createTask = createRecords({ module: 'Tasks', noun: 'task', fields, finish: checkTaskReminder });
