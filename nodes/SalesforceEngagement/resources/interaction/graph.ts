import type { IDataObject } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../../shared/base/errors';
import { at, isObject, textOf, without } from '../../../shared/base/values';
import type { Session } from '../../../shared/http/session';
import { ofOneRecord, recordFailure } from '../../../shared/http/replies';
import { unmatched } from '../../../shared/operations/entries';
import { displayNameOf } from '../../fields/interaction';
import { GRAPHS_PER_CALL, NODES_PER_CALL } from '../../limits';
import { refusalOf, traced, VENDOR } from '../../replies';
import { apiPath } from '../../version';
import { asColumns } from './columns';

const INTERACTION = 'interaction';

/** Record of a graph: an interaction with the Connect API's property names, with its attendees and topics. */
export type GraphRecord = IDataObject;

/** The IDs of what a graph has written. */
export interface Written {
	id: string;
	attendees: string[];
	topics: string[];
}

interface Node extends IDataObject {
	method: 'POST';
	url: string;
	referenceId: string;
	body: IDataObject;
}

/** The lists inside a record. */
export function childrenOf(record: GraphRecord): {
	attendees: IDataObject[];
	topics: IDataObject[];
} {
	const list = (value: unknown) => (Array.isArray(value) ? (value as IDataObject[]) : []);
	return { attendees: list(record.engagementAttendees), topics: list(record.engagementTopics) };
}

/** The nodes of a record's graph: the interaction, then what belongs to it (salesforce-engagement 4.3 and 4.4). Throws InputError. */
export function nodesOf(record: GraphRecord, options: IDataObject): Node[] {
	const interaction = without(record, ['engagementAttendees', 'engagementTopics']);
	const { attendees, topics } = childrenOf(record);
	const node = (object: string, referenceId: string, body: IDataObject): Node => ({
		method: 'POST',
		url: apiPath(options, `sobjects/${object}`),
		referenceId,
		body,
	});
	const children = (object: string, name: string, list: readonly IDataObject[]) =>
		list.map((child, index) =>
			node(object, `${name}${index + 1}`, {
				...asColumns(child, `${nameOf(name)} ${index + 1} > `),
				EngagementId: `@{${INTERACTION}.id}`,
			}),
		);
	return [
		node('EngagementInteraction', INTERACTION, asColumns(interaction)),
		...children('EngagementAttendee', 'attendee', attendees),
		...children('EngagementTopic', 'topic', topics),
	];
}

function nameOf(name: string): string {
	return name.replace(/^[a-z]/, (first) => first.toUpperCase());
}

/**
 * Writes records with all that belongs to them, each whole or not at all, as many in a request as its limits take (salesforce-engagement 4.4).
 * @param outcome the output of a written record
 * @returns one outcome for each record, in order
 */
export async function sendGraphs(
	session: Session,
	records: readonly GraphRecord[],
	options: IDataObject,
	outcome: (written: Written, record: GraphRecord, position: number) => Outcome,
): Promise<Outcome[]> {
	const outcomes: Outcome[] = [];
	for (const part of inCalls(records.map((record) => nodesOf(record, options)))) {
		const start = outcomes.length;
		const answer = await session.call({
			method: 'POST',
			path: apiPath(options, 'composite/graph'),
			body: {
				graphs: part.map((nodes, position) => ({
					graphId: `g${position + 1}`,
					compositeRequest: nodes,
				})),
			},
		});
		if (!answer.ok) {
			outcomes.push(...part.map(() => failed(answer.failure)));
			continue;
		}
		const byId = resultsOf(answer.body, part.length);
		const results = part.map((nodes, position) => {
			const record = records[start + position] ?? {};
			const graph = byId?.get(`g${position + 1}`);
			return graph === undefined
				? unmatched(VENDOR, answer.status)
				: graphOutcome(graph, nodes, answer.status, (written) =>
						outcome(written, record, start + position),
					);
		});
		outcomes.push(...traced(results, answer.headers));
	}
	return outcomes;
}

/** Graphs in requests of so many nodes and graphs. */
function inCalls(graphs: readonly Node[][]): Node[][][] {
	const calls: Node[][][] = [];
	let nodes = Infinity;
	for (const graph of graphs) {
		if (nodes + graph.length > NODES_PER_CALL || (calls.at(-1)?.length ?? 0) >= GRAPHS_PER_CALL) {
			calls.push([]);
			nodes = 0;
		}
		calls.at(-1)?.push(graph);
		nodes += graph.length;
	}
	return calls;
}

/** The results by the marks of their graphs; undefined where they are not those that were sent. */
function resultsOf(body: unknown, count: number): Map<string, unknown> | undefined {
	const graphs = at(body, 'graphs');
	if (!Array.isArray(graphs) || graphs.length !== count) return undefined;
	const byId = new Map<string, unknown>(
		graphs.map((graph) => [textOf(at(graph, 'graphId')) ?? '', graph]),
	);
	return byId.size === count ? byId : undefined;
}

function graphOutcome(
	graph: unknown,
	nodes: readonly Node[],
	status: number,
	outcome: (written: Written) => Outcome,
): Outcome {
	const responses = at(graph, 'graphResponse', 'compositeResponse');
	if (!Array.isArray(responses)) return unmatched(VENDOR, status);
	const byReference = new Map<string, unknown>(
		responses.map((response) => [textOf(at(response, 'referenceId')) ?? '', response]),
	);
	if (at(graph, 'isSuccessful') === false) return failed(refusalIn(responses, nodes, status));
	const ids = nodes.map(({ referenceId }) =>
		textOf(at(byReference.get(referenceId), 'body', 'id')),
	);
	const [id, ...others] = ids;
	if (at(graph, 'isSuccessful') !== true || id === undefined || others.includes(undefined))
		return unmatched(VENDOR, status);
	const idsOf = (name: string) =>
		nodes.flatMap(({ referenceId }, index) =>
			referenceId.startsWith(name) ? [ids[index] ?? ''] : [],
		);
	return outcome({ id, attendees: idsOf('attendee'), topics: idsOf('topic') });
}

/** Why a graph was not written: the node that was refused, or the limit of failed graphs before it (salesforce-engagement 4.4). */
function refusalIn(responses: unknown[], nodes: readonly Node[], status: number): Failure {
	const guilty = responses.find(
		(response) =>
			Number(at(response, 'httpStatusCode')) >= 400 &&
			at(response, 'body', 0, 'errorCode') !== 'PROCESSING_HALTED',
	);
	if (guilty === undefined)
		return {
			message: `${VENDOR} did not process this item, because others in its request were refused`,
			description: 'Nothing was stored for this item. Send it again.',
			httpCode: status,
			code: 'PROCESSING_HALTED',
			executed: 'no',
			cause: { cause: 'temporarily-unavailable' },
			notCarriedOut: true,
		};
	const body = at(guilty, 'body');
	const refusal = refusalOf(status, isObject(body) ? [body] : body);
	const reference = textOf(at(guilty, 'referenceId')) ?? '';
	const place = nodes.some(({ referenceId }) => referenceId === reference)
		? reference.replace(
				/^([a-z])(\D*)(\d+)$/,
				(_, first: string, rest: string, index: string) =>
					`${first.toUpperCase()}${rest} ${index} > `,
			)
		: '';
	const name = refusal.field && (displayNameOf(refusal.field) ?? refusal.field);
	const about = place.endsWith('> ') ? `${place}${name ?? 'record'}` : name;
	return ofOneRecord(recordFailure(VENDOR, status, refusal, about));
}
