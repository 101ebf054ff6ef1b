import type { IDataObject, INodeParameters } from 'n8n-workflow';

import example from '../../examples/bigin.json';
import { BiginStandIn } from '../../sandbox/bigin/standIn';
import { credentialsOf, startStandIn } from '../harness/sandbox';
import { runNode } from '../harness/workflow';

it('the example adds three contacts and sets one aside', async () => {
	const bigin = await startStandIn(new BiginStandIn());
	const node = (type: string) => example.nodes.find((entry) => entry.type.endsWith(type));
	// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions
	const people = new Function(String(node('.code')?.parameters.jsCode))() as Array<{ json: IDataObject }>;
	const { parameters, onError } = node('.bigin') ?? {};
	try {
		const result = await runNode({
			node: 'bigin',
			credentials: credentialsOf(bigin, 'biginOAuth2Api'),
			parameters: parameters as INodeParameters,
			onError: onError as 'continueErrorOutput',
			items: people.map(({ json }) => json),
		});
		expect(bigin.seen('/Contacts')).toHaveLength(1);
		expect(result.items).toHaveLength(3);
		expect(result.errors).toMatchObject([{ json: { First_Name: 'Ava', error: expect.stringContaining("'Email'"), message: expect.stringContaining('INVALID_DATA') } }]);
	} finally {
		await bigin.stop();
	}
});
