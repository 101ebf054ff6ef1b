import { failed, type Failure, type Outcome } from '../../../shared/base/errors';
import { without } from '../../../shared/base/values';
import { defineOperation } from '../../../shared/form/defineOperation';
import { boolean, choice, list, textEntry, type Values } from '../../../shared/form/fields';
import { apiVersion } from '../../fields/apiVersion';
import { interactionFields } from '../../fields/interaction';
import { GRAPHS_PER_CALL } from '../../limits';
import { childrenOf, nodesOf, sendGraphs, type GraphRecord, type Written } from './graph';
import { findPeople, type Person } from './people';
import { recover } from './recover';

const OWN = ['engagementAttendees', 'engagementTopics', 'initiatingAttendeeId', 'mappedState'];

const people = list('people', 'People', {
	required: true,
	max: 50,
	unique: true,
	placeholder: 'e.g. ava.bell@example.com, +44 111 000 0000',
	description:
		'Email addresses, phone numbers or IDs of those who took part; the first one began the conversation',
	entry: (entry, label) => textEntry(entry, label, 'people'),
});

const topicNames = {
	...list('topics', 'Topic Names', {
		max: 50,
		unique: true,
		placeholder: 'e.g. Fee Reversal, Card Replacement',
		description: 'What the conversation was about; each becomes a topic of the interaction',
		entry: (entry, label) => textEntry(entry, label, 'topics'),
	}),
	upFront: true,
};

const notFound = choice(
	'ifNotFound',
	'If a Person Is Not Found',
	[
		{ name: 'Fail', value: 'fail', description: 'Nothing is logged for the item' },
		{ name: 'Log Without Them', value: 'skip', description: 'The result names who was not found' },
	],
	{ default: 'fail' },
);

const several = choice(
	'ifSeveral',
	'If Several Records Match',
	[
		{ name: 'Fail', value: 'fail', description: 'Nothing is logged for the item' },
		{ name: 'Log Without Them', value: 'skip', description: 'The result names who was not clear' },
		{ name: 'Use the First', value: 'first', description: 'The one that Salesforce names first' },
	],
	{ default: 'fail' },
);

const peopleVerified = boolean('verified', 'People Are Verified', {
	default: true,
	description: 'Whether those who took part were verified',
});

/** The facts of a conversation. Its other fields are those of the interaction. */
type Conversation = Values<[typeof people, typeof topicNames]> &
	Partial<Pick<Values<typeof interactionFields>, 'startDateTime' | 'endDateTime'>>;

type Options = Values<[typeof notFound, typeof several, typeof peopleVerified]>;

/** Log a Conversation: who, when and about what, in one step for each item (salesforce-engagement 4.4). */
export const logConversation = defineOperation({
	name: 'Log a Conversation',
	value: 'log',
	action: 'Log a conversation',
	description:
		'Add an interaction from the facts of a call or chat: people are found by email, phone or ID, topics are given by name',
	input: 'form',
	fields: [people, ...interactionFields.filter(({ name }) => !OWN.includes(name)), topicNames],
	options: [notFound, several, peopleVerified, apiVersion],
	names: ['externalIdentifierId'],
	returns: {
		id: 'string',
		people: [{ given: 'string', result: 'string', id: 'string', object: 'string', name: 'string' }],
		topics: [{ id: 'string', name: 'string' }],
		engagementAttendees: [{ id: 'string' }],
	},
	limits: { records: GRAPHS_PER_CALL },
	creates: true,
	finish(record, options) {
		nodesOf(graphRecord(record, [], options), options);
		return record;
	},
	async send(session, { records, options }) {
		const all = records.flatMap(({ people: given }) => given);
		const found = await findPeople(session, [...new Set(all)], options);
		if (!found.ok) return records.map(() => failed({ ...found.failure, executed: 'no' }));
		const outcomes: Array<Outcome | undefined> = records.map((record) => {
			const failure = unclear(record, found.value, options);
			return failure && failed(failure);
		});
		const open = records.filter((_, index) => outcomes[index] === undefined);
		const graphs = open.map((record) =>
			graphRecord(record, chosen(record, found.value, options), options),
		);
		const sent = await sendGraphs(session, graphs, options, (written, graph, position) =>
			logged(written, graph, open[position] ?? records[0], found.value, options),
		);
		let position = 0;
		return outcomes.map((outcome) => outcome ?? sent[position++]) as Outcome[];
	},
	recover,
});

interface Match {
	given: string;
	match?: Person['matches'][number];
	result: 'found' | 'not found' | 'several found';
}

function matchesOf(
	record: Conversation,
	found: ReadonlyMap<string, Person>,
	options: Options,
): Match[] {
	return record.people.map((given) => {
		const matches = found.get(given)?.matches ?? [];
		const [match] = matches;
		if (match === undefined) return { given, result: 'not found' };
		return matches.length === 1 || options.ifSeveral === 'first'
			? { given, match, result: 'found' }
			: { given, result: 'several found' };
	});
}

/** Why an item is not logged: somebody was not found, or it is not clear who is meant. */
function unclear(
	record: Conversation,
	found: ReadonlyMap<string, Person>,
	options: Options,
): Failure | undefined {
	const open = matchesOf(record, found, options).find(
		({ result }) =>
			(result === 'not found' && options.ifNotFound !== 'skip') ||
			(result === 'several found' && options.ifSeveral !== 'skip'),
	);
	if (open === undefined) return undefined;
	const some = open.result === 'several found';
	return {
		message: some
			? `Several records have "${open.given}", so nobody can tell who took part`
			: `No contact, lead or account with "${open.given}" was found`,
		description: `Nothing was logged. Give the ID, or choose otherwise in '${some ? 'If Several Records Match' : 'If a Person Is Not Found'}' under Options.`,
		field: 'people',
		executed: 'no',
		input: true,
		...(some ? {} : { notFound: true }),
	};
}

function chosen(
	record: Conversation,
	found: ReadonlyMap<string, Person>,
	options: Options,
): string[] {
	const ids = matchesOf(record, found, options).flatMap(({ match }) => match?.id ?? []);
	// The same person may be given by mail and by phone.
	return [...new Map(ids.map((id) => [id.slice(0, 15), id])).values()];
}

/** The interaction with its attendees and topics, as a graph takes it. */
function graphRecord(
	record: Conversation,
	ids: readonly string[],
	{ verified }: Options,
): GraphRecord {
	const facts = without(record, ['people', 'topics']);
	const { startDateTime, endDateTime } = facts;
	const topics = record.topics ?? [];
	return {
		...facts,
		...(ids[0] === undefined ? {} : { initiatingAttendeeId: ids[0] }),
		engagementAttendees: ids.map((id) => ({
			[id.startsWith(USER) ? 'internalAttendeeId' : 'externalAttendeeId']: id,
			startDateTime,
			...(endDateTime === undefined ? {} : { endDateTime }),
			...(verified === undefined ? {} : { isVerified: verified }),
		})),
		engagementTopics: topics.map((name) => ({ name })),
	};
}

/** First characters of the ID of a user (from memory). */
const USER = '005';

function logged(
	{ id, attendees, topics }: Written,
	graph: GraphRecord,
	record: Conversation,
	found: ReadonlyMap<string, Person>,
	options: Options,
): Outcome {
	return {
		ok: true,
		id,
		json: {
			id,
			people: matchesOf(record, found, options).map(({ given, result, match }) => ({
				given,
				result,
				...(match ? { id: match.id, object: match.object, name: match.name ?? null } : {}),
			})),
			topics: childrenOf(graph).topics.map(({ name }, index) => ({ id: topics[index], name })),
			engagementAttendees: attendees.map((one) => ({ id: one })),
		},
	};
}
