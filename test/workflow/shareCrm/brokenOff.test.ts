import { sleep, type IDataObject } from 'n8n-workflow';

import type { Fault } from '../../../sandbox/core/faults';
import { source, useShareCrm } from '../../harness/sharecrm';
import type { OnError } from '../../faults/judge';

const account = { object: 'AccountObj' };
const byId = { id: '={{ $json.id }}' };
const MODES: readonly OnError[] = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];
const once = { requestOptions: { maxTries: 1 } };

async function untilTrue(isTrue: () => boolean): Promise<void> {
	for (let looks = 0; looks < 5_000 && !isTrue(); looks++) await sleep(1);
	expect(isTrue()).toBe(true);
}

describe('A run of ShareCRM that broke off', () => {
	const { record, rows, seed, run, fakeServer } = useShareCrm();

	const customers = Array.from({ length: 12 }, (_, index) => ({
		name: `Customer ${index}`,
		email: `c${index}@example.com`,
	}));
	const repeatable = async (operation: 'create' | 'upsert', more: IDataObject = {}) =>
		await record(
			operation,
			{
				...account,
				inputMode: 'autoMap',
				matchOn: 'email',
				...(operation === 'create' ? { ifItExists: 'skip' } : {}),
				...once,
				...more,
			} as Parameters<typeof record>[1],
			customers,
			{ onError: 'continueErrorOutput' },
		);

	it.each([
		['Create with If It Exists set to Skip', 'create'],
		['Create or Update', 'upsert'],
	] as const)(
		'is repeated as a whole by %s, and each record is there once',
		async (_name, operation) => {
			// Replies are lost in the middle, after which the whole input comes again.
			fakeServer().faults.arm({
				fault: { kind: 'dropAfter' },
				path: '/data/create',
				skip: 4,
				times: 3,
			});
			const first = await repeatable(operation);
			expect(first.items.length).toBeLessThanOrEqual(12);
			expect(rows('AccountObj').length).toBeGreaterThanOrEqual(5);
			const second = await repeatable(operation);
			expect(second.errors).toEqual([]);
			expect(second.items.map(source)).toEqual(customers.map((_, index) => index));
			expect(
				rows('AccountObj')
					.map(({ email }) => email)
					.sort(),
			).toEqual(customers.map(({ email }) => email).sort());
		},
	);

	it('leaves nothing behind twice where it was cancelled and started again', async () => {
		fakeServer().latency = 20;
		await record(
			'create',
			{
				...account,
				inputMode: 'autoMap',
				matchOn: 'email',
				ifItExists: 'skip',
				requestOptions: { parallelRequests: 1 },
			},
			customers,
			{ onStart: ({ cancel }) => void sent(4).then(cancel) },
		);
		// A request that nobody waits for any more is still stored.
		await untilTrue(() => rows('AccountObj').length === sentSoFar());
		fakeServer().latency = 0;
		const there = rows('AccountObj').length;
		expect(there).toBeGreaterThan(0);
		expect(there).toBeLessThan(12);
		const again = await repeatable('create');
		expect(again.items.filter(({ json }) => json.action === 'skipped')).toHaveLength(there);
		expect(rows('AccountObj')).toHaveLength(12);
	});

	const sentSoFar = () => fakeServer().seen('/data/create').length;
	const sent = async (count: number) => await untilTrue(() => sentSoFar() >= count);

	describe.each(MODES)('in the mode %s', (onError) => {
		const failures = ({ items, errors, error }: Awaited<ReturnType<typeof run>>) =>
			onError === 'stopWorkflow'
				? [{ error: error?.message ?? '', executed: error?.context?.unclear as unknown }]
				: [...items, ...errors]
						.filter(({ json }) => json.error !== undefined)
						.map(({ json }) => ({
							error: String(json.error),
							executed: (json.details as IDataObject).executed,
						}));

		it('tells of records that were voided, and leaves open whether they were deleted', async () => {
			const ids = seed('AccountObj', [{ name: 'A' }, { name: 'B' }]);
			fakeServer().faults.arm({ fault: { kind: 'dropAfter' }, path: '/data/delete' });
			const result = await record(
				'voidAndDelete',
				{ ...account, ...byId, ...once },
				ids.map((id) => ({ id })),
				{ onError },
			);
			const told = failures(result);
			expect(told[0]?.error).toContain('voided, but nobody can tell whether it was deleted');
			expect(told.map(({ executed }) => executed)).toEqual(
				onError === 'stopWorkflow' ? [[0, 1]] : ['unknown', 'unknown'],
			);
			expect(rows('AccountObj')).toEqual([]);
		});

		it.each<[string, Fault, 'no' | 'unknown', number]>([
			['is cut off before the file arrives', { kind: 'dropBefore' }, 'unknown', 0],
			['is cut off after the file has arrived', { kind: 'dropAfter' }, 'unknown', 1],
			['ends with HTTP 500', { kind: 'status', status: 500 }, 'unknown', 0],
			['ends with HTTP 403', { kind: 'status', status: 403 }, 'no', 0],
			['ends with an HTML page', { kind: 'malformed', body: 'html' }, 'unknown', 1],
		])('an upload that %s is not repeated', async (_name, fault, executed, stored) => {
			fakeServer().faults.arm({ fault, path: '/FSC/upload' });
			const result = await run({
				parameters: {
					resource: 'file',
					operation: 'upload',
					resourceType: 'N',
					inputDataFieldName: 'data',
				},
				items: [{}],
				files: [{ data: { name: 'a.txt', bytes: Buffer.from('a') } }],
				onError,
			});
			expect(failures(result).map((told) => told.executed)).toEqual([
				onError === 'stopWorkflow' ? (executed === 'unknown' ? [0] : []) : executed,
			]);
			expect(fakeServer().seen('/FSC/upload')).toHaveLength(1);
			expect(fakeServer().vendor.tenant.files.size).toBe(stored);
		});
	});

	it('sends an upload again that the host of files refuses for its rate', async () => {
		fakeServer().faults.arm({
			fault: { kind: 'status', status: 429, headers: { 'retry-after': '0' } },
			path: '/FSC/upload',
			times: 1,
		});
		const { items } = await run({
			parameters: {
				resource: 'file',
				operation: 'upload',
				resourceType: 'N',
				inputDataFieldName: 'data',
			},
			items: [{}],
			files: [{ data: { name: 'a.txt', bytes: Buffer.from('a') } }],
		});
		expect(items).toHaveLength(1);
		expect(fakeServer().vendor.tenant.files.size).toBe(1);
	});
});
