import { NodeApiError, NodeOperationError, type IExecuteFunctions, type INode } from 'n8n-workflow';

import { failed, type Failure, type Outcome } from '../../../nodes/shared/base/errors';
import { settle, stopError } from '../../../nodes/shared/settle/settle';

const node: INode = {
	id: '1',
	name: 'Node',
	type: 'test.node',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const context = { getNode: () => node } as unknown as IExecuteFunctions;
const written = (id: string): Outcome => ({ ok: true, id, json: { id } });
const failure: Failure = {
	message: "V did not accept 'Name': too long",
	description: 'Shorten it.',
	httpCode: 400,
	code: 'LONG',
	field: 'Name',
	executed: 'no',
};

describe('settle', () => {
	it('links every item to its own input, in input order', () => {
		expect(settle([written('a'), failed(failure), written('c')])).toEqual([
			{ json: { id: 'a' }, pairedItem: { item: 0 } },
			{
				json: {
					error: "V did not accept 'Name': too long [item 1]",
					message: 'Shorten it.',
					details: { httpCode: 400, code: 'LONG', field: 'Name', executed: 'no' },
				},
				pairedItem: { item: 1 },
			},
			{ json: { id: 'c' }, pairedItem: { item: 2 } },
		]);
	});

	it('marks items for the error output of n8n 1, whose copy of the item loses the mark', () => {
		const [good, bad] = settle([written('a'), failed(failure)], true);
		expect(good?.error).toBeUndefined();
		expect(bad?.error).toEqual({ message: bad?.json.error });
		expect({ ...bad }).not.toHaveProperty('error');
		expect(settle([failed(failure)])[0]).not.toHaveProperty('error');
	});

	it('makes one item from outcomes that share one result, linked to all their inputs', () => {
		const job = {};
		const other = {};
		const shared = (sharedBy: object, id: string): Outcome => ({
			ok: true,
			json: { id },
			sharedBy,
		});
		expect(settle([shared(job, 'j'), shared(other, 'k'), shared(job, 'j'), written('x')])).toEqual([
			{ json: { id: 'j' }, pairedItem: [{ item: 0 }, { item: 2 }] },
			{ json: { id: 'k' }, pairedItem: [{ item: 1 }] },
			{ json: { id: 'x' }, pairedItem: { item: 3 } },
		]);
	});

	it('gives two items that requested one record separate objects, including nested ones', () => {
		const json = { id: 'a', Owner: { name: 'Kim' } };
		const rows = { ok: true as const, rows: [json] };
		const items = settle([{ ok: true, id: 'a', json }, { ok: true, id: 'a', json }, rows, rows]);
		items.forEach((item) => expect(item.json).toEqual({ id: 'a', Owner: { name: 'Kim' } }));
		expect(new Set(items.map((item) => item.json)).size).toBe(4);
		expect(new Set(items.map((item) => item.json.Owner)).size).toBe(4);
	});

	it('gives a failed item exactly the keys that n8n keeps', () => {
		const [item] = settle([
			failed({
				...failure,
				description: undefined,
				cause: { cause: 'rate-limited', retryAfterMs: 500 },
			}),
		]);
		expect(Object.keys(item?.json ?? {})).toEqual(['error', 'message', 'details']);
		expect(item?.json).toMatchObject({ message: failure.message, details: { retryAfterMs: 500 } });
	});
});

describe('stopError', () => {
	it('names the first failed item, what was written, and what is unclear', () => {
		const error = stopError(context, [
			written('a'),
			failed(failure),
			undefined,
			failed({ message: 'Lost', executed: 'unknown' }),
			written('e'),
		]);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error.message).toBe("V did not accept 'Name': too long [item 1]");
		expect(error.description).toBe(
			'Shorten it.\nAlready written: item 0 (id a), item 4 (id e).\nSent, but without a clear reply: item 3.\nNot sent: 1 item.',
		);
		expect(error.context).toMatchObject({
			itemIndex: 1,
			details: { httpCode: 400, field: 'Name' },
			written: [
				{ item: 0, id: 'a' },
				{ item: 4, id: 'e' },
			],
		});
		expect((error as NodeApiError).httpCode).toBe('400');
	});

	it('says how to run again if something was written, and not if an earlier run may have written it', () => {
		const operation = { runAgain: "Set 'If It Exists'." };
		const tell = (...outcomes: Array<Outcome | undefined>) =>
			stopError(context, outcomes, operation).description;
		expect(tell(written('a'), failed(failure), undefined, undefined)).toBe(
			"Shorten it.\nAlready written: item 0 (id a).\nNot sent: 2 items.\nSet 'If It Exists'.",
		);
		expect(tell(failed(failure))).not.toContain('If It Exists');
		expect(tell(written('a'), failed({ ...failure, alreadyThere: true }))).not.toContain(
			'If It Exists',
		);
	});

	it('says nothing of running again while something is unclear or a job may still be writing', () => {
		const tell = (...outcomes: Outcome[]) =>
			stopError(context, outcomes, { runAgain: 'Again.' }).description;
		const accepted: Outcome = { ok: true, id: 'b', json: {}, sharedBy: {} };
		expect(tell(written('a'), failed(failure))).toContain('Again.');
		expect(tell(written('a'), failed(failure), accepted)).not.toContain('Again.');
		expect(
			tell(written('a'), failed(failure), failed({ message: 'Lost', executed: 'unknown' })),
		).not.toContain('Again.');
	});

	it('counts records that were only returned as not written, and items that were refused along', () => {
		const returned: Outcome = { ok: true, id: 'a', json: {}, wasThere: true, unchanged: true };
		const error = stopError(context, [returned, failed(failure), failed(failure), failed(failure)]);
		expect(error.description).toBe(
			'Shorten it.\nNothing was written before this item stopped the run.\nNot written either: 2 items.',
		);
		expect(error.context).toMatchObject({ writtenCount: 0 });
	});

	it('is not an API error if the input is to blame, and says that nothing was written', () => {
		const error = stopError(context, [failed({ ...failure, input: true })]);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error.description).toContain('Nothing was written before this item stopped the run.');
	});

	it('does not say that nothing was written if an earlier run may have written the record', () => {
		const error = stopError(context, [failed({ ...failure, executed: 'no', alreadyThere: true })]);
		expect(error.description).not.toContain('Nothing was written');
		expect(error.description).toContain('This run has written nothing. An earlier run may have');
	});

	it('lists 20 written items and counts the others', () => {
		const error = stopError(context, [
			...Array.from({ length: 25 }, (_, index) => written(`w${index}`)),
			failed(failure),
		]);
		expect(error.description).toContain('item 19 (id w19) and 5 more.');
		expect(error.description).not.toContain('w20');
		expect(error.context.written).toHaveLength(25);
	});
});

describe('what an execution keeps', () => {
	const long: Failure = {
		...failure,
		message: 'm'.repeat(9_000),
		description: 'd'.repeat(9_000),
		code: 'c'.repeat(9_000),
		traceId: 't'.repeat(9_000),
	};

	it('is bounded for a failed item, however long the texts of the vendor are', () => {
		const [item] = settle([failed(long)]);
		expect(JSON.stringify(item).length).toBeLessThan(3_500);
		expect(item?.json.error).toMatch(/^m+\.\.\. \[item 0\]$/);
	});

	it('is bounded for a stopped run with 100,000 written records, which are counted', () => {
		const outcomes = [
			...Array.from({ length: 100_000 }, (_, index) => written(`id-${index}`)),
			failed({ ...long, executed: 'unknown' }),
		];
		const error = stopError(context, outcomes);
		expect(error.message).toMatch(/^m+\.\.\. \[item 100000\]$/);
		expect(error.description).toMatch(
			/Already written: item 0 \(id id-0\), .* and 99980 more\.\nSent, but without a clear reply: item 100000\.$/,
		);
		expect(error.context.written).toHaveLength(1_000);
		expect(error.context).toMatchObject({
			writtenCount: 100_000,
			unclear: [100_000],
			unclearCount: 1,
		});
		expect(JSON.stringify(error.context).length).toBeLessThan(100_000);
	});
});

describe('the item that a stopped run names', () => {
	it('is the one that was refused, not an earlier one that only had to wait', () => {
		const waits: Failure = {
			message: 'too many requests',
			executed: 'no',
			notCarriedOut: true,
			cause: { cause: 'rate-limited' },
		};
		const error = stopError(context, [failed(waits), written('b'), failed(failure)]);
		expect(error.message).toBe("V did not accept 'Name': too long [item 2]");
		expect(error.context.written).toEqual([{ item: 1, id: 'b' }]);
	});
});
