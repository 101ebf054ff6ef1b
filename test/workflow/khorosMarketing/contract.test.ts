import type { Fault } from '../../../sandbox/core/faults';
import { useKhoros } from '../../harness/khoros';

const khoros = useKhoros();
const check = async () => await khoros.run({ resource: 'contract', operation: 'check' });
const points = async () => (await check()).items.map(({ json }) => json);
const wrong = async () =>
	(await points())
		.filter(({ result }) => result !== 'ok')
		.map(
			({ operation, result, details }) =>
				`${String(operation)}, ${String(result)}: ${String(details)}`,
		);
const arm = (path: string, fault: Fault, skip = 0) =>
	khoros.fakeServer.faults.arm({ fault, path, skip, times: 1 });

describe('The Contract Checker', () => {
	it('asks each of the ten operations, and finds nothing but what the contract leaves open', async () => {
		const all = await points();
		expect(new Set(all.map(({ operation }) => operation)).size).toBe(10);
		expect(all.length).toBeGreaterThan(30);
		// The fake CRM knows no repetitions.
		expect(all.filter(({ result }) => result !== 'ok')).toMatchObject([
			{
				operation: 'createCase',
				request: 'POST /case',
				result: 'advice',
				details: 'a repeated request made a second case',
				status: 201,
			},
		]);
	});

	it.each<[string, string, number, Fault, string]>([
		[
			'a customer without a link',
			'/crm/v1/customer',
			0,
			{ kind: 'status', status: 201, body: { id: 7 } },
			"createCustomer, broken: 'id' must be text that is not empty, but is 7; 'url' is missing",
		],
		[
			'metadata of another form',
			'/meta/object/customer',
			1,
			{
				kind: 'status',
				status: 200,
				body: { name: 'case', fields: [{ name: 'a', label: 'A', type: 'date', searchable: 'no' }] },
			},
			"getMetadata, broken: 'fields[0].type' must be checkbox or single_sel_list or text or textarea, but is \"date\"; 'fields[0].searchable' must be true or false, but is \"no\"; 'name' must be customer",
		],
		[
			'an object in place of a list',
			'/crm/v1/customers',
			0,
			{ kind: 'status', status: 200, body: { id: 'x' } },
			'searchCustomers, broken: \'The answer\' must be a list, but is {"id":"x"}',
		],
		[
			'any secret',
			'/meta/object/customer',
			0,
			{ kind: 'status', status: 200, body: {} },
			'getMetadata, broken: it answered with 200, expected 401',
		],
		[
			'a text that is not JSON',
			'/crm/v1/customer/bestmatch',
			0,
			{ kind: 'malformed', body: 'html' },
			'bestmatchCustomers, broken: Khoros Marketing CRM sent an HTML page instead of data',
		],
	])('names %s', async (_name, path, skip, fault, told) => {
		arm(path, fault, skip);
		expect((await wrong()).join('\n')).toContain(told);
	});

	it('tells which operations it could not ask for', async () => {
		arm('/crm/v1/customer', { kind: 'status', status: 422, body: { message: 'Closed.' } });
		const told = await wrong();
		expect(told).toContain('createCase, not checked: no customer could be created');
		expect(told.join('\n')).toContain('Closed.');
	});

	it('fails where the CRM cannot be reached', async () => {
		const { error } = await khoros.run({ resource: 'contract', operation: 'check' }, [{}], {
			credentials: { khorosMarketingCrmApi: { baseUrl: 'http://127.0.0.1:1', secret: 'x' } },
		});
		expect(error?.message).toContain('could not be reached');
	});
});
