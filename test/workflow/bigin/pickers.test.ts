import type {
	IDataObject,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
} from 'n8n-workflow';

import { methods } from '../../../nodes/Bigin/methods';
import { bigin as vendor } from '../../../nodes/Bigin/vendor';
import { describe as formOf } from '../../../nodes/shared/form/describe';
import { BiginFakeServer } from '../../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../../sandbox/core/fakeServer';
import { openForm } from '../../harness/form';
import { credentialsOf, startFakeServer } from '../../harness/sandbox';
import { runNode } from '../../harness/workflow';

describe('A picker of the Bigin node', () => {
	let bigin: FakeServer<BiginFakeServer>;
	beforeAll(async () => {
		bigin = await startFakeServer(new BiginFakeServer());
	});
	afterAll(async () => await bigin.stop());
	beforeEach(() => bigin.reset());

	const form = async (parameters: INodeParameters = { resource: 'contact' }, path?: string) =>
		await openForm('bigin', parameters, credentialsOf(bigin, 'biginOAuth2Api'), path);
	const create = async (resource: string, items: IDataObject[]) =>
		(
			await runNode({
				node: 'bigin',
				credentials: credentialsOf(bigin, 'biginOAuth2Api'),
				parameters: { resource, operation: 'create', inputMode: 'autoMap' },
				items,
			})
		).items.map(({ json }) => String(json.id));
	const names = (found: { results: Array<{ name: string }> }) =>
		found.results.map(({ name }) => name);

	it('lists the latest records by name page by page, and finds them by a word', async () => {
		await create(
			'company',
			Array.from({ length: 60 }, (_, index) => ({ Account_Name: `Company ${index}` })),
		);
		const picker = await form({ resource: 'company' });
		const first = await picker.search('searchRecords');
		expect(first.results).toHaveLength(50);
		expect(first.paginationToken).toBe('2');
		const second = await picker.search('searchRecords', undefined, first.paginationToken);
		expect(second.results).toHaveLength(10);
		expect(new Set([...names(first), ...names(second)]).size).toBe(60);
		expect(names(await picker.search('searchRecords', 'Company 7'))).toContain('Company 7');
		expect(bigin.seen('/search')[0]?.query).toMatchObject({
			word: 'Company 7',
			fields: 'Account_Name',
		});
	});

	it.each([
		['searchCompanies', 'company', 'Account_Name'],
		['searchContacts', 'contact', 'Last_Name'],
		['searchProducts', 'product', 'Product_Name'],
	])('%s lists records whatever the resource of the form', async (method, resource, field) => {
		const [id] = await create(resource, [{ [field]: 'Zylker' }]);
		expect((await (await form({ resource: 'task' })).search(method)).results).toEqual([
			{ name: 'Zylker', value: id },
		]);
	});

	it('lists the records of the module that is chosen beside it', async () => {
		const [id] = await create('company', [{ Account_Name: 'Zylker' }]);
		const inside = {
			resource: 'task',
			additionalFields: { Related_Record: { values: { module: 'Accounts' } } },
		};
		expect(
			(
				await (
					await form(inside, 'parameters.additionalFields.Related_Record.values.id')
				).search('searchRelatedRecords')
			).results,
		).toEqual([{ name: 'Zylker', value: id }]);
	});

	it('shows an empty list if there are no records', async () => {
		expect(await (await form()).search('searchRecords')).toEqual({ results: [] });
		expect(await (await form()).search('searchRecords', 'nobody')).toEqual({ results: [] });
	});

	it('lists active users', async () => {
		expect(names(await (await form()).search('searchUsers'))).toEqual(
			expect.arrayContaining(['Sandbox User', 'Priya Raman']),
		);
		expect(names(await (await form()).search('searchUsers', 'priya'))).toEqual(['Priya Raman']);
		expect(bigin.seen('/users')[0]?.query.type).toBe('ActiveUsers');
	});

	it('narrows sub-pipelines by the team pipeline, and stages by the sub-pipeline', async () => {
		const whole = await form({ resource: 'pipelineRecord' });
		const pipelines = (await whole.search('searchTeamPipelines')).results;
		expect(pipelines.map(({ name }) => name)).toEqual(['Sales', 'Service']);
		const service = {
			resource: 'pipelineRecord',
			Pipeline: { __rl: true, mode: 'list', value: pipelines[1]?.value ?? '' },
		};
		expect(names(await whole.search('searchSubPipelines')).length).toBeGreaterThan(
			names(await (await form(service)).search('searchSubPipelines')).length,
		);
		const [sub] = (await (await form(service)).search('searchSubPipelines')).results;
		const stages = names(
			await (
				await form({
					...service,
					Sub_Pipeline: { __rl: true, mode: 'list', value: sub?.value ?? '' },
				})
			).search('searchStages'),
		);
		const all = names(await whole.search('searchStages'));
		expect(stages.length).toBeGreaterThan(0);
		expect(stages.length).toBeLessThan(all.length);
		expect(all).not.toContain('-None-');
		// In an update, these fields are in a collection.
		expect(
			names(
				await (
					await form({ resource: 'pipelineRecord', updateFields: { Pipeline: service.Pipeline } })
				).search('searchSubPipelines'),
			),
		).toEqual(names(await (await form(service)).search('searchSubPipelines')));
	});

	it('lists custom views, tags and fields of the module', async () => {
		await create('contact', [{ Last_Name: 'A', Tag: [{ name: 'VIP' }] }]);
		const picker = await form();
		expect(names(await picker.search('searchCustomViews'))).toEqual(
			expect.arrayContaining(['VIP']),
		);
		expect(await picker.options('getTags')).toEqual([{ name: 'VIP', value: 'VIP' }]);
		expect(await picker.options('getFields')).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ value: 'Email' }),
				expect.objectContaining({ value: 'Customer_Code' }),
			]),
		);
		expect((await picker.options('getMatchFields')).map(({ value }) => value).sort()).toEqual([
			'Customer_Code',
			'Email',
		]);
		const ofDeals = await form({ resource: 'pipelineRecord' });
		expect((await ofDeals.options('getSearchFields')).map(({ value }) => value)).not.toContain(
			'Sub_Pipeline',
		);
		expect((await ofDeals.options('getMatchFields')).map(({ value }) => value)).toEqual([
			'Deal_Name',
		]);
	});

	it("names fields as Bigin's screens do, not as Zoho CRM does", async () => {
		const word = async (resource: string) =>
			(await (await form({ resource })).options('getFields')).find(
				({ value }) => value === 'Account_Name',
			)?.name;
		expect([await word('contact'), await word('company'), await word('pipelineRecord')]).toEqual([
			'Company Name',
			'Company Name',
			'Company Name',
		]);
		expect(
			(await (await form({ resource: 'contact' })).options('getFields')).find(
				({ value }) => value === 'Record_Image',
			)?.name,
		).toBe('Contact Image');
	});

	it('maps custom fields with their types, and with the values of picklists', async () => {
		const { fields } = await (
			await form({ resource: 'contact', operation: 'create' })
		).mapper('getCustomFields');
		const kinds = Object.fromEntries(fields.map(({ id, type }) => [id, type]));
		expect(kinds).toMatchObject({
			Customer_Since: 'dateTime',
			Score: 'number',
			Newsletter: 'boolean',
			Segment: 'options',
			Customer_Code: 'string',
			Interests: 'string',
		});
		expect(kinds).not.toHaveProperty('Email');
		expect(fields.find(({ id }) => id === 'Segment')?.options?.map(({ value }) => value)).toEqual([
			'A',
			'B',
			'C',
		]);
	});

	it('tells apart contacts with the same name', async () => {
		await create('contact', [
			{ Last_Name: 'Bell', Email: 'a@example.com' },
			{ Last_Name: 'Bell', Email: 'b@example.com' },
			{ Last_Name: 'Bell' },
		]);
		expect(
			(await (await form({ resource: 'task' })).search('searchContacts')).results
				.map(({ name }) => name)
				.sort(),
		).toEqual(['Bell', 'Bell (a@example.com)', 'Bell (b@example.com)']);
	});

	it('asks for the type of a related record before it shows records', async () => {
		const inside = {
			resource: 'task',
			additionalFields: { Related_Record: { values: { module: '' } } },
		};
		await expect(
			(await form(inside, 'parameters.additionalFields.Related_Record.values.id')).search(
				'searchRelatedRecords',
			),
		).rejects.toThrow("Choose 'Record Type' first");
	});

	it("shows Bigin's refusal in the form", async () => {
		bigin.faults.arm({
			fault: {
				kind: 'status',
				status: 401,
				body: {
					code: 'OAUTH_SCOPE_MISMATCH',
					details: {},
					message: 'invalid oauth scope to access this URL',
					status: 'error',
				},
			},
			path: '/bigin/v2/users',
		});
		await expect((await form()).search('searchUsers')).rejects.toMatchObject({
			message: expect.stringContaining('invalid oauth scope'),
			description: expect.stringContaining('scope ZohoBigin.users.READ'),
		});
		bigin.faults.clear();
	});

	it('has a method for every list that the form names', () => {
		const named = (
			properties: ReadonlyArray<INodeProperties | INodePropertyCollection>,
		): string[] =>
			properties.flatMap((property) => {
				const { typeOptions, modes, options, values } = property as INodeProperties &
					INodePropertyCollection;
				const own = [
					typeOptions?.loadOptionsMethod,
					typeOptions?.resourceMapper?.resourceMapperMethod,
					...(modes ?? []).map((mode) => mode.typeOptions?.searchListMethod),
				];
				return [
					...own.filter((method): method is string => method !== undefined),
					...named((options ?? []) as INodeProperties[]),
					...named(values ?? []),
				];
			});
		const there = Object.values(methods).flatMap((kind) => Object.keys(kind));
		expect([...new Set(named(formOf(vendor)))].sort()).toEqual(there.sort());
	});
});
