import type { IDataObject } from 'n8n-workflow';

import { failed, found } from '../../../shared/base/errors';
import type { Result } from '../../../shared/base/result';
import { defineOperation } from '../../../shared/form/defineOperation';
import {
	dateField,
	limit,
	returnAll,
	text,
	wanted,
	type Values,
} from '../../../shared/form/fields';
import { FILTERS } from '../../../shared/form/operation';
import type { Session } from '../../../shared/http/session';
import { apiVersion } from '../../fields/apiVersion';
import { picklist } from '../../fields/common';
import { picked, reference, shortId } from '../../fields/ids';
import { interaction as kind } from '../../kinds/interaction';
import { queryRows } from '../../records/pages';
import { readRecords, readWhereIn } from '../../records/rows';
import { fieldsToReturn, wantedFields } from '../../records/selection';
import { outputOf } from '../../records/shapes';
import { isIn, pattern, quoted, soql } from '../../records/soql';
import { withChildren } from './children';

const person = {
	...picked(
		reference('person', 'Person', {
			description: 'The account, contact, lead or user who took part in it or began it',
		}),
		'searchPeople',
	),
	upFront: true,
};

const filters = [
	picklist('channel', 'Communication Channel', [
		'In Person',
		'Video Call',
		'Voice Call',
		'Web Chat',
	]),
	dateField('startedAfter', 'Started At or After', 'utc'),
	dateField('startedBefore', 'Started Before', 'utc'),
	picklist('status', 'Status', ['Completed', 'In Progress', 'New'], { default: 'Completed' }),
	text('topic', 'Topic', {
		max: 255,
		placeholder: 'e.g. Fee Reversal',
		description: 'A text that the name of one of its topics holds',
	}),
	reference('topicRecord', 'Topic Record ID', {
		description: 'ID of the business record that one of its topics is about, such as a case',
	}),
	picklist('type', 'Type', ['Inbound', 'Inbound Interaction', 'Outbound', 'Outbound Interaction']),
] as const;

type Asked = Values<[typeof person, ...typeof filters]>;

/** Search: interactions with a person, by channel, time and topic, the latest first. */
export const searchInteractions = defineOperation({
	name: 'Search',
	value: 'search',
	action: 'Search interactions',
	description: 'Find interactions by person, channel, time or topic, the latest first',
	input: 'form',
	reads: true,
	optionalFields: FILTERS,
	fields: [person, returnAll, limit, ...filters],
	options: [fieldsToReturn, apiVersion, ...withChildren.options],
	...outputOf(kind, withChildren),
	limits: { records: 1 },
	async send(session, { records: [asked], options }) {
		const ids = await candidates(session, asked, options);
		if (!ids.ok) return [failed(ids.failure)];
		const fields = await wantedFields(session, kind, options);
		if (!fields.ok) return [failed(fields.failure)];
		const most = wanted(asked);
		const select = {
			object: kind.api,
			fields: [...new Set(['StartDateTime', ...fields.value])],
			where: conditionsOf(asked),
			order: 'StartDateTime DESC, Id',
		};
		const read =
			ids.value === undefined
				? await readRecords(session, { ...select, limit: most }, { options, limit: most })
				: await readWhereIn(session, select, 'Id', [...ids.value], { options });
		if (!read.ok) return [failed(read.failure)];
		// Several queries are sorted one by one.
		const sorted = [...read.value].sort(latestFirst).slice(0, most);
		const whole = await withChildren.complete(session, sorted, options, false);
		return [whole.ok ? found(whole.value) : failed(whole.failure)];
	},
});

function latestFirst(a: IDataObject, b: IDataObject): number {
	return String(b.StartDateTime ?? '').localeCompare(String(a.StartDateTime ?? ''));
}

function conditionsOf(asked: Asked): string[] {
	const equal = (field: string, value: string | undefined) =>
		value === undefined ? [] : [`${field} = ${quoted(value)}`];
	return [
		...equal('CommunicationChannel', asked.channel),
		...equal('Status', asked.status),
		...equal('Type', asked.type),
		...(asked.startedAfter === undefined ? [] : [`StartDateTime >= ${asked.startedAfter}`]),
		...(asked.startedBefore === undefined ? [] : [`StartDateTime < ${asked.startedBefore}`]),
	];
}

/** The interactions that a person or a topic narrows the search to; undefined where nothing does. */
async function candidates(
	session: Session,
	asked: Asked,
	options: IDataObject,
): Promise<Result<Set<string> | undefined>> {
	let ids: Set<string> | undefined;
	const narrow = (more: readonly string[]) => {
		const before = ids;
		ids = new Set(before === undefined ? more : more.filter((id) => before.has(id)));
	};
	if (asked.person !== undefined) {
		const key = quoted(asked.person);
		const attended = await idsOf(
			session,
			'EngagementAttendee',
			'EngagementId',
			`ExternalAttendeeId = ${key} OR InternalAttendeeId = ${key}`,
			options,
		);
		if (!attended.ok) return attended;
		const begun = await idsOf(session, kind.api, 'Id', `InitiatingAttendeeId = ${key}`, options);
		if (!begun.ok) return begun;
		narrow([...attended.value, ...begun.value]);
	}
	const topic = [
		...(asked.topic === undefined ? [] : [`Name LIKE ${pattern(asked.topic, '%', '%')}`]),
		...(asked.topicRecord === undefined ? [] : [isIn('TopicId', [quoted(asked.topicRecord)])]),
	];
	if (topic.length > 0) {
		const about = await idsOf(
			session,
			'EngagementTopic',
			'EngagementId',
			topic.join(' AND '),
			options,
		);
		if (!about.ok) return about;
		narrow(about.value);
	}
	return { ok: true, value: ids };
}

async function idsOf(
	session: Session,
	object: string,
	field: string,
	where: string,
	options: IDataObject,
): Promise<Result<string[]>> {
	const read = await queryRows(session, soql({ object, fields: [field], where: [where] }), {
		options,
	});
	return read.ok
		? { ok: true, value: [...new Set(read.value.map((row) => shortId(row[field])))] }
		: read;
}
