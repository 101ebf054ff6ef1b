import type { Failure } from '../../../nodes/shared/base/errors';
import type { Answer, Call, Session } from '../../../nodes/shared/http/session';
import { jobsOf } from '../../../nodes/SalesforceEngagement/bulk/list';
import { queryResults } from '../../../nodes/SalesforceEngagement/bulk/pages';
import { runJobFor } from '../../../nodes/SalesforceEngagement/bulk/write';
import { byRoute } from '../../../nodes/SalesforceEngagement/records/route';

const ID = '750000000000001AAA';
const JOB = `/services/data/v67.0/jobs/ingest/${ID}`;
const CONTACTS = { object: 'Contact', operation: 'insert' } as const;
const REFUSED: Failure = { message: 'refused', executed: 'no', httpCode: 400, splittable: true };
const LOST: Failure = { message: 'lost', executed: 'unknown' };

const ok = (body: unknown = '', headers = {}): Answer => ({ ok: true, status: 200, headers, body });
const no = (failure: Failure): Answer => ({ ok: false, failure });

/** An org that answers each request by its method and the end of its path. */
function orgWith(answers: Record<string, (call: Call) => Answer>) {
	const calls: string[] = [];
	const session: Session = {
		baseUrl: 'https://example.com',
		run: {},
		async call(call) {
			const state = (call.body as { state?: string } | undefined)?.state;
			calls.push([call.method, call.path.replace(/.*\/jobs\//, ''), state ?? ''].join(' ').trim());
			const [, answer] =
				Object.entries(answers).find(([key]) => {
					const [method, end = ''] = key.split(' ');
					return method === (state ?? call.method) && call.path.endsWith(end);
				}) ?? [];
			return await Promise.resolve(
				answer?.(call) ?? no({ message: 'not expected', executed: 'no' }),
			);
		},
		wait: async () => await Promise.resolve(),
		cancelled: () => false,
		retryIn: () => undefined,
		hint: () => undefined,
	};
	return { session, calls };
}

describe('The start of a bulk job of Salesforce', () => {
	const start = async (
		failure: Failure,
		state: string,
		{ abort = ok({ state: 'Aborted' }), processed = 0 as number | null } = {},
	) => {
		const { session, calls } = orgWith({
			'POST ingest': () => ok({ id: ID }),
			'PUT batches': () => ok(),
			UploadComplete: () => no(failure),
			Aborted: () => abort,
			[`GET ${JOB}`]: () => ok({ id: ID, state, numberRecordsProcessed: processed }),
			'GET /successfulResults/': () => ok('sf__Id,sf__Created,LastName\r\n003A,true,Bell\r\n'),
			'GET /failedResults/': () => ok('sf__Id,sf__Error,LastName\r\n'),
			'GET /unprocessedrecords/': () => ok('LastName\r\n'),
		});
		const [outcome] = await runJobFor(session, [{ LastName: 'Bell' }], {}, CONTACTS);
		return { outcome, calls };
	};

	it('counts where the job runs, although its repetition was refused', async () => {
		for (const failure of [REFUSED, LOST]) {
			const { outcome, calls } = await start(failure, 'JobComplete');
			expect(outcome).toMatchObject({ ok: true, id: '003A' });
			expect(calls.filter((call) => call.includes('Aborted'))).toEqual([]);
		}
	});

	it('did not happen where the job is open, which is aborted then', async () => {
		for (const failure of [REFUSED, LOST]) {
			const { outcome, calls } = await start(failure, 'Open');
			expect(outcome).toMatchObject({ ok: false, failure: { executed: 'no' } });
			expect(JSON.stringify(outcome)).not.toContain('splittable');
			expect(calls.slice(-2)).toEqual([`PATCH ingest/${ID} Aborted`, `GET ingest/${ID}`]);
		}
	});

	it('is not certain where the aborted job has processed rows, or does not say how many', async () => {
		for (const processed of [1, null])
			for (const failure of [REFUSED, LOST]) {
				const { outcome } = await start(failure, 'Open', { processed });
				expect(outcome).toMatchObject({ ok: false, failure: { executed: 'unknown' } });
			}
	});

	it('is not certain where it was not answered and the job cannot be aborted', async () => {
		const { outcome } = await start(LOST, 'Open', { abort: no(REFUSED) });
		expect(outcome).toMatchObject({ ok: false, failure: { executed: 'unknown' } });
	});
});

it('A bulk job that is refused is not tried again with fewer records', async () => {
	const { session } = orgWith({ 'POST ingest': () => no(REFUSED) });
	const [outcome] = await runJobFor(session, [{ LastName: 'A' }, { LastName: 'B' }], {}, CONTACTS);
	expect(outcome).toMatchObject({ ok: false, failure: { message: 'refused', executed: 'no' } });
	expect(JSON.stringify(outcome)).not.toContain('splittable');
});

it.each([
	['the most that a job takes', 32_000, 12, 0],
	['a text that is longer than a job takes', 32_001, 1, 2],
	['more text than a job takes for a record', 32_000, 13, 2],
])('A record with %s decides how the run is sent', async (_what, length, fields, collections) => {
	const { session } = orgWith({ 'POST ingest': () => no(REFUSED) });
	const long = Array.from({ length: fields }, (_, index) => [`F${index}`, 'x'.repeat(length)]);
	const records = Array.from({ length: 201 }, (_, index) =>
		index === 7 ? Object.fromEntries(long) : { LastName: 'A' },
	);
	let calls = 0;
	await byRoute(
		session,
		records,
		{},
		{
			...CONTACTS,
			written: (id) => ({ ok: true, id, json: {} }),
			async collection(part) {
				calls += 1;
				return await Promise.resolve(part.map(() => ({ ok: true, json: {} })));
			},
		},
	);
	expect(calls).toBe(collections);
});

it('Records that are longer together than any text are sent by several jobs', async () => {
	const { session, calls } = orgWith({ 'POST ingest': () => no(REFUSED) });
	const Description = 'x'.repeat(32_000);
	const records = Array.from({ length: 18_000 }, () => ({ Description }));
	const outcomes = await runJobFor(session, records, {}, CONTACTS);
	expect(outcomes).toHaveLength(18_000);
	expect(calls).toHaveLength(8);
});

describe('The list of bulk jobs', () => {
	const list = async (body: unknown, limit?: number) => {
		const { session } = orgWith({ 'GET ingest': () => ok(body) });
		return await jobsOf(session, {}, 'ingest', limit);
	};
	const records = [{ id: '1' }, { id: '2' }];

	it.each([
		['the next page is at another place', { done: false, records, nextRecordsUrl: '/elsewhere' }],
		['nobody says where the next page is', { done: false, records }],
		['a reply holds no records', { done: true }],
	])('is not given out as whole where %s', async (_what, body) => {
		expect(await list(body)).toMatchObject({
			ok: false,
			failure: { message: expect.stringContaining('not complete'), executed: 'no' },
		});
	});

	it('is given out as far as it is wanted', async () => {
		const body = { done: false, records, nextRecordsUrl: '/elsewhere' };
		expect(await list(body, 2)).toEqual({ ok: true, value: records });
		expect(await list({ done: true, records })).toEqual({ ok: true, value: records });
	});
});

describe('The rows of a bulk query', () => {
	const url = (locator: string) => ({ resultUrl: `/jobs/query/${ID}/results?locator=${locator}` });
	const rows = async (
		pages: (call: Call) => Answer,
		csv: Record<string, string>,
		expected?: number,
	) => {
		const { session } = orgWith({
			'GET resultPages': pages,
			'GET results': ({ query }) => ok(csv[String(query?.locator)], { 'sforce-locator': 'null' }),
		});
		return await queryResults(session, {}, ID, expected);
	};
	const whole = { undefined: 'Id\n1\n2\n3\n', a: 'Id\n1\n', b: 'Id\n2\n3\n' };
	const all = { ok: true, value: [{ Id: '1' }, { Id: '2' }, { Id: '3' }] };

	it('are read one page after the other where the pages are of another API version', async () => {
		const conflict = () => no({ message: 'other version', executed: 'no', httpCode: 409 });
		expect(await rows(conflict, whole)).toEqual(all);
	});

	it('are those of all pages where a list tells its end and a further part of it', async () => {
		const part = ({ query }: Call) =>
			query === undefined
				? ok({ resultPages: [url('a')], nextRecordUrl: 'resultPages?page=2', done: true })
				: ok({ resultPages: [url('b')], done: true });
		expect(await rows(part, whole)).toEqual(all);
		const elsewhere = () => ok({ resultPages: [url('a')], nextRecordUrl: 'elsewhere', done: true });
		expect(await rows(elsewhere, whole)).toEqual(all);
	});

	it('are not given out as whole where the job has read more', async () => {
		const one = () => ok({ resultPages: [url('a')], done: true });
		expect(await rows(one, whole, 1)).toEqual({ ok: true, value: [{ Id: '1' }] });
		expect(await rows(one, whole, 3)).toMatchObject({
			ok: false,
			failure: { message: expect.stringContaining('1 rows of 3'), executed: 'no' },
		});
	});

	it('are not given out where a page ends within a row', async () => {
		const one = () => ok({ resultPages: [url('a')], done: true });
		expect(await rows(one, { a: 'Id,Name\n1,A\n2' })).toMatchObject({
			ok: false,
			failure: { message: expect.stringContaining('cannot be read') },
		});
	});
});
