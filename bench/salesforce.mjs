/** The rows of Salesforce beside those that all services have: graphs, collections, bulk jobs and reading, some of them beside n8n's own node. */
import { batches, sleep } from './batches.mjs';
import { interaction } from './records.mjs';
import { ours, rows, within } from './scenario.mjs';
import { MANY_TURNS } from './settings.mjs';

const HEADERS = { authorization: 'Bearer 00Dsandbox!access' };
const API = '/services/data/v67.0';
const OAUTH2 = 'salesforceEngagementOAuth2Api';
const SELECT = 'SELECT Id, LastName, FirstName, Email, Phone FROM Contact';

const salesforce = (parameters) =>
	ours('salesforceEngagement', OAUTH2, { authentication: 'oAuth2', ...parameters });

const contacts = {
	item: (i) => ({
		LastName: `Johnson ${i}`,
		FirstName: 'Sarah',
		Email: `sarah.${i}@customer.example`,
		Phone: `+1 555 ${i}`,
		Description: `Met at the fair, stand ${i % 40}`,
	}),
	record: (item) => item,
};

const create = (route) =>
	salesforce({
		resource: 'record',
		operation: 'create',
		object: { __rl: true, mode: 'name', value: 'Contact' },
		inputMode: 'autoMap',
		options: { route },
	});

const read = (more) => ({
	vendor: 'salesforceEngagement',
	kind: 'Contact',
	source: contacts,
	reads: true,
	seed: ({ state }, count) => {
		for (let i = 0; i < count; i++) state.insert('Contact', contacts.item(i));
	},
	node: salesforce({ resource: 'query', operation: 'run', query: SELECT, returnAll: true }),
	baseline: readBaseline,
	...more,
});

const write = (more) => ({
	vendor: 'salesforceEngagement',
	kind: 'Contact',
	source: contacts,
	...more,
});

/** n8n's own node, on the same fake server. */
const peer = (parameters) => ({
	type: 'n8n-nodes-base.salesforce',
	typeVersion: 1,
	credential: 'salesforceOAuth2Api',
	fakeServer: 'salesforceEngagement',
	once: true,
	parameters: { authentication: 'oAuth2', ...parameters },
});

/** The credential of n8n's own node. */
export function peerCredential(url) {
	return {
		id: 'salesforceOAuth2Api',
		name: 'Salesforce',
		type: 'salesforceOAuth2Api',
		data: {
			clientId: 'client',
			clientSecret: 'secret',
			environment: 'production',
			oauthTokenData: {
				access_token: '00Dsandbox!access',
				refresh_token: 'sandbox-refresh',
				instance_url: url,
				token_type: 'Bearer',
			},
		},
	};
}

/** A column of the object for each property of the Connect API. */
const column = (name) =>
	({
		attendeeVerified: 'IsAttendeeVerified',
		externalIdentifierId: 'ExternalIdentifier',
	})[name] ?? name.replace(/^[a-z]/, (first) => first.toUpperCase());

const columns = (record) =>
	Object.fromEntries(Object.entries(record).map(([name, value]) => [column(name), value]));

async function graphBaseline({ post, records, all }) {
	await all(batches(records, 75), async (batch) => {
		const graphs = batch.map(({ engagementAttendees, engagementTopics, ...record }, index) => {
			const node = (object, referenceId, body) => ({
				method: 'POST',
				url: `${API}/sobjects/${object}`,
				referenceId,
				body,
			});
			const child = (object, name) => (entry, position) =>
				node(object, `${name}${position}`, {
					...columns(entry),
					EngagementId: '@{interaction.id}',
				});
			return {
				graphId: `g${index}`,
				compositeRequest: [
					node('EngagementInteraction', 'interaction', columns(record)),
					...engagementAttendees.map(child('EngagementAttendee', 'a')),
					...engagementTopics.map(child('EngagementTopic', 't')),
				],
			};
		});
		await post(`${API}/composite/graph`, { graphs }, HEADERS);
	});
}

async function collectionBaseline({ post, get, records, all }) {
	// Our node asks for the fields of the object once.
	await get(`${API}/sobjects/Contact/describe`, HEADERS);
	await all(batches(records, 200), async (batch) => {
		const body = {
			allOrNone: false,
			records: batch.map((record) => ({ attributes: { type: 'Contact' }, ...record })),
		};
		await post(`${API}/composite/sobjects`, body, HEADERS);
	});
}

/** Waits between two looks at a job in milliseconds, as our node waits, because Salesforce asks for patience. */
const LOOKS = [1_000, 2_000, 4_000, 8_000, 15_000];

async function bulkBaseline({ post, put, patch, get, records }) {
	await get(`${API}/sobjects/Contact/describe`, HEADERS);
	const body = {
		object: 'Contact',
		operation: 'insert',
		contentType: 'CSV',
		lineEnding: 'CRLF',
		columnDelimiter: 'COMMA',
	};
	const { id } = await post(`${API}/jobs/ingest`, body, HEADERS);
	const job = `${API}/jobs/ingest/${id}`;
	const names = Object.keys(records[0]);
	const line = (cells) =>
		`${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
	const csv = [line(names), ...records.map((record) => line(names.map((name) => record[name])))];
	await put(`${job}/batches`, csv.join(''), { ...HEADERS, 'content-type': 'text/csv' });
	await patch(job, { state: 'UploadComplete' }, HEADERS);
	for (const wait of LOOKS) {
		await sleep(wait);
		if ((await get(job, HEADERS)).state === 'JobComplete') break;
	}
	await Promise.all(
		['successfulResults', 'failedResults', 'unprocessedrecords'].map(
			async (list) => await get(`${job}/${list}/`, HEADERS),
		),
	);
}

async function readBaseline({ get }) {
	let path = `${API}/query?q=${encodeURIComponent(SELECT)}`;
	while (path) path = (await get(path, HEADERS)).nextRecordsUrl;
}

export const SALESFORCE = [
	write({
		name: 'Salesforce, 1,000 interactions atomically, 2 attendees and 2 topics each',
		count: 1000,
		turns: MANY_TURNS,
		kind: 'EngagementInteraction',
		source: interaction,
		node: salesforce({
			resource: 'interaction',
			operation: 'createAtomically',
			inputMode: 'define',
			communicationChannel: '={{ $json.channel }}',
			startDateTime: '={{ $json.start }}',
			attendeeVerified: '={{ $json.verified }}',
			additionalFields: {
				endDateTime: '={{ $json.end }}',
				externalIdentifierId: '={{ $json.call }}',
				engagementAttendees: rows(
					{ externalAttendeeId: '={{ $json.customer }}', startDateTime: '={{ $json.start }}' },
					{ internalAttendeeId: '={{ $json.agent }}', startDateTime: '={{ $json.start }}' },
				),
				engagementTopics: rows(
					{ name: '={{ $json.topic }}', interactionSummary: '={{ $json.summary }}' },
					{ name: '={{ $json.topic2 }}' },
				),
			},
		}),
		baseline: graphBaseline,
		bar: '<= 1.2 x baseline',
		passes: within(1.2),
	}),
	write({
		name: "Salesforce, 1,000 contacts, beside n8n's Salesforce node",
		count: 1000,
		node: create('collections'),
		peer: peer({
			resource: 'contact',
			operation: 'create',
			lastname: '={{ $json.LastName }}',
			additionalFields: {
				firstName: '={{ $json.FirstName }}',
				email: '={{ $json.Email }}',
				phone: '={{ $json.Phone }}',
				description: '={{ $json.Description }}',
			},
		}),
		baseline: collectionBaseline,
		bar: '<= 1.2 x baseline',
		passes: within(1.2),
	}),
	write({
		name: 'Salesforce, 10,000 contacts by collections',
		count: 10_000,
		turns: MANY_TURNS,
		node: create('collections'),
		baseline: collectionBaseline,
		bar: '<= 1.2 x baseline',
		passes: within(1.2),
	}),
	write({
		name: 'Salesforce, 50,000 contacts by a bulk job',
		count: 50_000,
		node: create('bulk'),
		baseline: bulkBaseline,
		bar: '<= 1.2 x baseline (same job model)',
		passes: within(1.2),
	}),
	read({
		name: "Salesforce, 10,000 rows read, beside n8n's Salesforce node",
		count: 10_000,
		peer: peer({ resource: 'search', operation: 'query', query: SELECT }),
		bar: '<= 1.2 x baseline',
		passes: within(1.2),
	}),
	read({
		name: 'Salesforce, 50,000 rows read',
		count: 50_000,
		bar: '<= 1.2 x baseline',
		passes: within(1.2),
	}),
];
