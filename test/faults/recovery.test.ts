import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { FakeServer } from '../../sandbox/core/fakeServer';
import { KustomerFakeServer } from '../../sandbox/kustomer/fakeServer';
import { SalesforceEngagementFakeServer } from '../../sandbox/salesforceEngagement/fakeServer';
import { stamp } from '../../sandbox/salesforceEngagement/state/state';
import { startFakeServer } from '../harness/sandbox';
import {
	BULK,
	BATCH,
	lostReply,
	lostRequest,
	conversation,
	interaction,
	createConversations,
	createInteractions,
	source,
	details,
} from './recoveryRuns';

/** The two vendors that have a key for records of one's own. */
const VENDORS = [
	{
		vendor: 'Kustomer',
		start: async () => {
			const fakeServer = await startFakeServer(new KustomerFakeServer());
			return {
				fakeServer,
				create: async (keys: string[], name: string, options: INodeParameters = {}) =>
					await createConversations(
						fakeServer,
						keys.map((key) => conversation(key, { name })),
						options,
					),
			};
		},
		path: BULK,
		stored: 'conversations',
		setTime({ vendor }: FakeServer, millis: number): void {
			for (const row of vendor.stored().conversations as IDataObject[])
				row.storedAt = new Date(millis).toISOString();
		},
	},
	{
		vendor: 'Salesforce',
		start: async () => {
			const fakeServer = await startFakeServer(new SalesforceEngagementFakeServer());
			return {
				fakeServer,
				create: async (keys: string[], reason: string, options: INodeParameters = {}) =>
					await createInteractions(
						fakeServer,
						keys.map((key) => interaction(key, { reason })),
						options,
					),
			};
		},
		path: BATCH,
		stored: 'EngagementInteraction',
		setTime({ vendor }: FakeServer, millis: number): void {
			const { state } = vendor as SalesforceEngagementFakeServer;
			for (const row of state.stored().EngagementInteraction ?? []) row.CreatedDate = stamp(millis);
		},
	},
];

describe.each(VENDORS)(
	'$vendor: a create whose reply was lost',
	({ start, path, stored, setTime }) => {
		const rows = (fakeServer: FakeServer) => fakeServer.vendor.stored()[stored] as IDataObject[];

		it.concurrent.each([
			['as ours', 0],
			['ten minutes ahead', 600_000],
			['ten minutes behind', -600_000],
		])(
			'is found again by its key where the clock of the service is %s, and sent once',
			async (_what, clockAhead) => {
				const { fakeServer, create } = await start();
				fakeServer.vendor.clockAhead = clockAhead;
				fakeServer.faults.arm(...lostReply(path));
				const { items, errors } = await create(["it's /1", 'b\\'], 'Late');
				const ids = rows(fakeServer).map(({ id }) => id);
				await fakeServer.stop();
				expect(errors).toEqual([]);
				expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
					[ids[0], { item: 0 }],
					[ids[1], { item: 1 }],
				]);
				expect(fakeServer.seen(path)).toHaveLength(1);
			},
		);

		it.concurrent.each([
			['holds the same', 'Late', 0, 0],
			['holds the same, and the clock of the service is ten minutes ahead', 'Late', 0, 600_000],
			['holds the same, and the clock of the service is ten minutes behind', 'Late', 0, -600_000],
			['holds other values', 'Early', 0, 0],
			['was made four minutes ago', 'Late', 240_000, 0],
			[
				'was made four minutes ago, and the clock of the service is ten minutes ahead',
				'Late',
				240_000,
				600_000,
			],
		])(
			'does not take the record of an earlier run for its own: that record %s',
			async (_what, before, age, clockAhead) => {
				const { fakeServer, create } = await start();
				fakeServer.vendor.clockAhead = clockAhead;
				const earlier = await create(['T-1', 'T-2'], before);
				setTime(fakeServer, Date.now() + clockAhead - age);
				fakeServer.faults.arm(lostRequest(path));
				const { items, errors } = await create(['T-1', 'T-2'], 'Late');
				await fakeServer.stop();
				expect(earlier.items).toHaveLength(2);
				expect(items).toEqual([]);
				// The record that is there is named, so that a person need not search for it.
				expect(errors.map((item) => [source(item), details(item)])).toMatchObject(
					earlier.items.map(({ json }, index) => [index, { executed: 'unknown', id: json.id }]),
				);
				expect(errors[0]?.json.message).toMatch(
					age > 0
						? /it existed before this request/
						: before === 'Late'
							? /existed before|may be from this request or an earlier one/
							: /existed before|its values differ from those of this item/,
				);
			},
		);

		it.concurrent('stays unknown where the service does not tell the time', async () => {
			const { fakeServer, create } = await start();
			fakeServer.vendor.tellsTime = false;
			fakeServer.faults.arm(...lostReply(path));
			const { items, errors } = await create(['T-1', 'T-2'], 'Late');
			await fakeServer.stop();
			expect(items).toEqual([]);
			expect(errors).toHaveLength(2);
		});

		it.concurrent('stays unknown where nothing was stored', async () => {
			const { fakeServer, create } = await start();
			fakeServer.faults.arm(lostRequest(path));
			const { items, errors } = await create(['T-1', 'T-2'], 'Late');
			await fakeServer.stop();
			expect(items).toEqual([]);
			expect(errors.map(details)).toEqual([{ executed: 'unknown' }, { executed: 'unknown' }]);
			expect(fakeServer.seen(path)).toHaveLength(1);
		});

		it.concurrent('asks no more where the service is down', async () => {
			const { fakeServer, create } = await start();
			fakeServer.faults.arm({ fault: { kind: 'status', status: 500 } });
			const { errors } = await create(
				Array.from({ length: 25 }, (_, index) => `T-${index}`),
				'Late',
				{ maxTries: 1 },
			);
			await fakeServer.stop();
			expect(errors).toHaveLength(25);
			// One to create, one that looks for what was created; Kustomer tells the roles of its key beforehand.
			const sent = fakeServer.requests.filter(
				(request) => !request.path.endsWith('/tokens/current'),
			);
			expect(sent).toHaveLength(2);
		});
	},
);
