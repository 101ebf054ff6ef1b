import { type IDataObject, type IHttpRequestOptions } from 'n8n-workflow';

import type { bigin as Bigin } from '../../nodes/Bigin/vendor';
import type { Outcome } from '../../nodes/shared/base/errors';
import type { Files } from '../../nodes/shared/formats/files';
import type { Operation, SentBatch } from '../../nodes/shared/form/operation';
import type { shaped as Shaped } from '../../nodes/shared/form/output';
import { failureJson } from '../../nodes/shared/settle/settle';
import { useBiginFiles } from '../harness/biginFiles';
import { credentialsOf } from '../harness/sandbox';
import { secretsOf } from './leaks';
import { mutate, type RawReply } from './mutate';
import { operationCases, type Known, type OperationCase } from './operationCases';
import { fakeContext, fetched } from './replay';
import { LONGEST, randomByRound, SEED, seededRuns, totalOf } from './share';

/** Mutated replies of each operation. */
const RUNS = seededRuns(20_261_123, 300);
const ROUNDS = totalOf(RUNS);
/** Requests of one batch beyond which an operation is held to run on for ever. */
const MOST_REQUESTS = 200;

// The built modules, because those run in the engine that makes the genuine batches.
const { bigin: vendor } = jest.requireActual<{ bigin: typeof Bigin }>(
	'../../dist/nodes/Bigin/vendor.js',
);
const { shaped } = jest.requireActual<{ shaped: typeof Shaped }>(
	'../../dist/nodes/shared/form/output.js',
);
const options = { parallel: 1, timeout: 1_000, maxTries: 1, maxWait: 0 };

/** A genuine run: what the operation was given, and each reply in turn. */
interface Genuine {
	operation: Operation;
	batch: SentBatch;
	files: Files;
	replies: Array<{ request: string; reply: RawReply }>;
}

const nameOf = ({ method, url }: IHttpRequestOptions) => `${method} ${new URL(url).pathname}`;

describe('fuzz: every operation of Bigin', () => {
	const bigin = useBiginFiles();
	let clock = Date.now();
	let accounts = 0;
	const credential = () =>
		credentialsOf(bigin.fakeServer(), 'biginOAuth2Api').biginOAuth2Api as IDataObject;

	async function known(): Promise<Known> {
		const made = async (
			resource: string,
			operation: string,
			parameters: IDataObject,
			spec = {},
		) => {
			const { items, error } = await bigin.run(resource, operation, parameters, spec);
			if (error) throw error;
			return String(items[0]?.json.id ?? items[0]?.json.file_id ?? items[0]?.json.fileId);
		};
		const files = [
			{
				data: {
					name: 'people.csv',
					mimeType: 'text/csv',
					bytes: Buffer.from('Last_Name\r\nAnn\r\n'),
				},
			},
		];
		const [contact = ''] = await bigin.seed('contact', [
			{ Last_Name: 'Johnson', Email: 'j@example.com' },
			{ Last_Name: 'Jones' },
		]);
		const [product = ''] = await bigin.seed('product', [{ Product_Name: 'Safari', Unit_Price: 1 }]);
		await bigin.seed('pipelineRecord', [
			{ Deal_Name: 'Deal', Sub_Pipeline: 'Standard', Stage: 'New' },
		]);
		const parent = { module: 'Contacts', parentId: contact };
		const bulkFile = await made('bulkWrite', 'uploadFile', {}, { files });
		return {
			contact,
			product,
			note: await made(
				'note',
				'create',
				{ ...parent, inputMode: 'autoMap' },
				{ items: [{ Note_Content: 'Text' }] },
			),
			tag: await made('tag', 'create', { module: 'Contacts', name: 'VIP' }),
			attachment: await made('attachment', 'upload', parent, { files }),
			file: await made('file', 'upload', {}, { files }),
			bulkFile,
			user: await made('user', 'get', { whose: 'connected' }),
			readJob: await made('bulkRead', 'createJob', { module: 'Contacts' }),
			writeJob: await made('bulkWrite', 'createJob', {
				module: 'Contacts',
				writeMode: 'insert',
				fileId: bulkFile,
				columns: 'Last_Name',
			}),
		};
	}

	/** An account of its own, because rate limits and metadata outlive a run. */
	function ownAccount(): IDataObject {
		const { oauthTokenData, ...rest } = credential();
		return {
			...rest,
			oauthTokenData: {
				...(oauthTokenData as IDataObject),
				refresh_token: `refresh-${++accounts}`,
			},
		};
	}

	/** Runs an operation in the engine, with an eye on what it is given and on what it is told. */
	async function genuine({
		resource,
		operation: value,
		parameters = {},
		items = [{}],
		files,
	}: OperationCase): Promise<Genuine> {
		const operation = vendor.resources
			.find((entry) => entry.value === resource)
			?.operations.find((entry) => entry.value === value);
		if (!operation) throw new Error(`no operation ${resource} ${value}`);
		const seen: Genuine[] = [];
		const watch = jest.spyOn(operation, 'send').mockImplementation(async (_session, batch, at) => {
			const replies: Genuine['replies'] = [];
			seen.push({ operation, batch, files: at, replies });
			const session = await vendor.connect(
				fakeContext(ownAccount(), async (request) => {
					const reply = await fetched(
						request,
						`Bearer ${String((credential().oauthTokenData as IDataObject).access_token)}`,
					);
					replies.push({ request: nameOf(request), reply });
					return reply;
				}),
				options,
			);
			watch.mockRestore();
			return await operation.send(session, batch, at);
		});
		const { error } = await bigin.run(resource, value, parameters, { items, files });
		if (error) throw new Error(`${resource} ${value}: ${error.message}`);
		const [run] = seen;
		if (!run) throw new Error(`${resource} ${value} was not sent`);
		return run;
	}

	/** Sends a batch once more, with one of its replies changed. */
	async function replayed(
		{ operation, batch, files, replies }: Genuine,
		at: number,
		changed: RawReply,
	): Promise<Outcome[]> {
		const waiting = replies.map(({ request, reply }, index) => ({
			request,
			reply: index === at ? changed : reply,
		}));
		let requests = 0;
		const session = await vendor.connect(
			fakeContext(ownAccount(), (request) => {
				if (++requests > MOST_REQUESTS) throw new Error('it runs on for ever');
				const name = nameOf(request);
				const next = waiting.findIndex((entry) => entry.request === name);
				const [found] =
					next < 0 ? [] : waiting.filter((entry, index) => entry.request === name && index >= next);
				if (!found)
					return {
						status: 404,
						headers: {},
						text: '{"code":"INVALID_DATA","message":"no such thing","status":"error","details":{}}',
					};
				if (waiting.filter((entry) => entry.request === name).length > 1)
					waiting.splice(waiting.indexOf(found), 1);
				return found.reply;
			}),
			options,
		);
		const patient = {
			...session,
			wait: async (millis: number) => await Promise.resolve(void (clock += millis)),
		};
		// n8n's own way of making a file loads code, which a test cannot do after the run.
		const made: Files = {
			...files,
			make: async (bytes, fileName, mimeType = '') =>
				await Promise.resolve({ data: bytes.toString('base64'), fileName, mimeType }),
		};
		return await operation.send(patient, batch, made);
	}

	/** What is wrong with the outcomes of a changed reply. */
	function objections(
		{ operation, batch, replies }: Genuine,
		outcomes: Outcome[],
		changed: RawReply,
		secrets: readonly string[],
	): string[] {
		if (outcomes.length !== batch.records.length)
			return [`${outcomes.length} outcomes for ${batch.records.length} records`];
		// With a 400, each record that is written has its own entry.
		const refused =
			replies.length === 1 &&
			changed.status >= 300 &&
			changed.status !== 304 &&
			!(changed.status === 400 && !operation.reads);
		return outcomes.flatMap((outcome, index) => {
			if (outcome.ok) {
				const given = shaped(operation, outcome, batch.options);
				const rows = !given.ok ? [] : 'rows' in given ? given.rows : [given.json];
				return [
					...(refused ? [`record ${index} is a success with status ${changed.status}`] : []),
					...(rows.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))
						? []
						: [`record ${index} has a row that is none`]),
				];
			}
			const { message, executed } = outcome.failure;
			const item = JSON.stringify(failureJson(outcome.failure, index));
			return [
				...(typeof message === 'string' &&
				message.trim() !== '' &&
				!/undefined|\[object/.test(message)
					? []
					: [`record ${index} says "${String(message)}"`]),
				...(executed === 'no' || (executed === 'unknown' && !operation.reads)
					? []
					: [`record ${index} says executed ${String(executed)}`]),
				...(secrets.some((secret) => item.includes(secret))
					? [`record ${index} holds a secret`]
					: []),
			];
		});
	}

	it(
		`takes no mutated reply for what it is not (${ROUNDS} replies each, seed ${SEED})`,
		async () => {
			const secrets = secretsOf({ biginOAuth2Api: credential() } as never);
			const runs: Genuine[] = [];
			for (const one of operationCases(await known())) runs.push(await genuine(one));
			jest.spyOn(Date, 'now').mockImplementation(() => clock);
			const randomOf = randomByRound(RUNS);
			const found: string[] = [];
			for (const run of runs) {
				// The first round is the genuine reply: a node that took everything for a failure would pass without it.
				for (let round = -1; round < ROUNDS; round++) {
					const random = randomOf(round);
					const at = Math.floor(random() * run.replies.length);
					const { request, reply } = run.replies[at] as Genuine['replies'][number];
					const changed = round < 0 ? reply : mutate(reply, random);
					const problems = await replayed(run, at, changed).then(
						(outcomes) => [
							...objections(run, outcomes, changed, secrets),
							...(round < 0 && !outcomes.every(({ ok }) => ok)
								? ['the genuine reply is no success']
								: []),
						],
						(error: unknown) => [`it threw ${String(error)}`],
					);
					if (problems.length > 0)
						found.push(
							`${request}: ${problems.join('; ')}: ${changed.status} ${changed.text.slice(0, 300)}`,
						);
				}
			}
			jest.restoreAllMocks();
			expect(found).toEqual([]);
		},
		LONGEST,
	);
});
