/* eslint-disable @n8n/community-nodes/no-dangerous-functions */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import example from '../../examples/kustomer.json';
import { KustomerStandIn } from '../../sandbox/kustomer/standIn';
import { credentialsOf, startStandIn } from '../harness/sandbox';
import { runNode } from '../harness/workflow';

it('the example of Kustomer works against the sandbox', async () => {
	const kustomer = await startStandIn(new KustomerStandIn());
	try {
		const parametersOf = (type: string) => example.nodes.find((node) => node.type === type)?.parameters as INodeParameters;
		const code = parametersOf('n8n-nodes-base.code').jsCode as string;
		const items = (new Function(code) as () => Array<{ json: IDataObject }>)().map(({ json }) => json);
		const result = await runNode({ node: 'kustomer', credentials: credentialsOf(kustomer, 'kustomerApi'), parameters: parametersOf('n8n-nodes-customer-engagement.kustomer'), items });
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(4);
		expect(kustomer.vendor.stored().conversations).toMatchObject([
			{ externalId: 'HD-1041', status: 'done', priority: 4, tags: ['damage', 'refund'], custom: { orderNumberStr: '100-2231' } },
			{ externalId: 'HD-1042' },
			{ externalId: 'HD-1043', status: 'open' },
			{ externalId: 'HD-1044' },
		]);
	} finally {
		await kustomer.stop();
	}
});
