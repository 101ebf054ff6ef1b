import { autoMap, Org, records, USER } from '../../harness/salesforceEngagement';
import { credentialsOf } from '../../harness/sandbox';

describe('Salesforce Engagement: two processes of n8n with one credential', () => {
	const org = new Org();

	/** Runs that share the stored credential, and nothing else: n8n takes them for different ones. */
	async function sideBySide(count: number) {
		const credentials = credentialsOf(org.fakeServer, USER);
		const runs = await Promise.all(
			Array.from(
				{ length: count },
				async (_, run) =>
					await org.run({
						parameters: { ...autoMap, requestOptions: { parallelRequests: 1 } },
						credentials,
						credentialId: `process-${run}`,
						items: records(60).map((item, index) => ({
							...item,
							externalIdentifierId: `call-${run}-${index}`,
						})),
					}),
			),
		);
		return runs.map(({ error, items }) => ({ error: error?.message, items: items.length }));
	}

	it.each([
		['keeps the tokens before the newest', false],
		['ends the tokens before the newest', true],
	])('renew an expired token one after the other where the service %s', async (_, newestOnly) => {
		org.fakeServer.vendor.login.newestOnly = newestOnly;
		org.fakeServer.vendor.login.rotates = true;
		const credentials = credentialsOf(org.fakeServer, USER);
		for (let run = 0; run < 4; run += 1) {
			// The stored credential has the newest token; each run begins with that, and the service ends it in the middle.
			org.fakeServer.faults.arm({ fault: { kind: 'expireTokens' }, skip: 1, times: 1 });
			const result = await org.run({
				parameters: { ...autoMap, requestOptions: { parallelRequests: 1 } },
				credentials,
				credentialId: `process-${run}`,
				items: records(60).map((item, index) => ({
					...item,
					externalIdentifierId: `call-${run}-${index}`,
				})),
			});
			expect(result.error).toBeUndefined();
			expect(result.items).toHaveLength(60);
		}
		expect(org.stored()).toHaveLength(240);
	});

	it.each([
		['keeps the tokens before the newest', false],
		['ends the tokens before the newest', true],
	])(
		'succeed side by side with a token that expires where the service %s',
		async (_, newestOnly) => {
			org.fakeServer.vendor.login.newestOnly = newestOnly;
			org.fakeServer.vendor.expireTokens();
			expect(await sideBySide(2)).toEqual([
				{ error: undefined, items: 60 },
				{ error: undefined, items: 60 },
			]);
			expect(org.stored()).toHaveLength(120);
		},
	);
});
