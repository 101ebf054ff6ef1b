import { BiginStandIn } from '../../sandbox/bigin/standIn';
import type { StandIn } from '../../sandbox/core/standIn';
import { credentialsOf, startStandIn } from '../harness/sandbox';
import { runNode } from '../harness/workflow';

describe('an option whose expression is broken for the first item', () => {
	let bigin: StandIn<BiginStandIn>;
	beforeAll(async () => {
		bigin = await startStandIn(new BiginStandIn());
	});
	afterAll(async () => await bigin.stop());

	it('fails that item alone', async () => {
		const result = await runNode({
			node: 'bigin',
			credentials: credentialsOf(bigin, 'biginOAuth2Api'),
			parameters: { resource: 'contact', operation: 'create', inputMode: 'autoMap', options: { triggerWorkflows: '={{ $itemIndex === 0 ? $("Nowhere").item : true }}' } },
			items: [{ Last_Name: 'A' }, { Last_Name: 'B' }],
			onError: 'continueErrorOutput',
		});
		expect(result.errors).toMatchObject([{ json: { Last_Name: 'A', details: { executed: 'no' } }, pairedItem: { item: 0 } }]);
		expect(String(result.errors[0]?.json.error)).toMatch(/^A parameter could not be evaluated: .*\[item 0\]$/);
		expect(result.items).toMatchObject([{ json: { status: 'success' }, pairedItem: { item: 1 } }]);
		expect(bigin.vendor.stored().Contacts).toHaveLength(1);
	});
});
