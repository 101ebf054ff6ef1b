import { biginCredentials, startBigin } from '../harness/sandbox';
import { runNode } from '../harness/workflow';

describe('Bigin', () => {
	let bigin: Awaited<ReturnType<typeof startBigin>>;
	beforeAll(async () => {
		bigin = await startBigin();
	});
	afterAll(async () => await bigin.stop());
	beforeEach(() => bigin.reset());

	it('creates one contact', async () => {
		const result = await runNode({
			node: 'bigin',
			parameters: { resource: 'contact', operation: 'create', inputMode: 'define', Last_Name: '={{ $json.name }}', additionalFields: { First_Name: 'Sarah' } },
			credentials: biginCredentials(bigin),
			items: [{ name: 'Johnson' }],
		});
		expect(result.error).toBeUndefined();
		expect(bigin.seen('/Contacts')[0]?.body).toEqual({ data: [{ Last_Name: 'Johnson', First_Name: 'Sarah' }] });
		expect(result.items[0]?.json).toMatchObject({ status: 'success' });
	});
});
