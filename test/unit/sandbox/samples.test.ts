import { startSandbox } from '../../../sandbox';
import { addSamples } from '../../../sandbox/samples';

it('samples stand in the fake server of Bigin before anybody asks, and none of their requests', async () => {
	const sandbox = await startSandbox();
	await addSamples(sandbox);
	const stored = sandbox.fakeServers.bigin?.vendor.stored() ?? {};
	const requests = sandbox.fakeServers.bigin?.requests;
	await sandbox.stop();
	expect(
		[stored.Accounts, stored.Products, stored.Contacts, stored.Pipelines].map(
			(rows) => (rows as unknown[]).length,
		),
	).toEqual([3, 3, 3, 1]);
	expect(requests).toEqual([]);
});
