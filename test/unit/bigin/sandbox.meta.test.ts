import { stagesOfSub, subPipelinesOf, TEAM_PIPELINES } from '../../../sandbox/bigin/meta/pipelines';
import { codeOf, useClient, type Json } from './sandboxClient';

const [SUB_PIPELINE = ''] = subPipelinesOf(TEAM_PIPELINES);
const [STAGE = ''] = stagesOfSub(SUB_PIPELINE);
const client = useClient();
const { call, add } = client;
const MODULES = ['Contacts', 'Accounts', 'Pipelines', 'Products', 'Tasks', 'Events', 'Calls'];
/** The least that a record of each module must hold. */
const REQUIRED: Record<string, Json> = {
	Contacts: { Last_Name: 'A' },
	Accounts: { Account_Name: 'A' },
	Pipelines: { Deal_Name: 'A', Sub_Pipeline: SUB_PIPELINE, Stage: STAGE },
	Products: { Product_Name: 'A' },
	Tasks: { Subject: 'A' },
	Events: {
		Event_Title: 'A',
		Start_DateTime: '2026-03-02T10:00:00+00:00',
		End_DateTime: '2026-03-02T11:00:00+00:00',
	},
	Calls: {
		Call_Type: 'Outbound',
		Call_Duration: '10:00',
		Call_Start_Time: '2026-03-02T10:00:00+00:00',
	},
};
const get = async (path: string, key: string) =>
	(await call('GET', `/settings/${path}`)).body[key] as Json[];
const fieldsOf = async (module: string) =>
	new Map((await get(`fields?module=${module}`, 'fields')).map((field) => [field.api_name, field]));

describe("Bigin's fake server describes", () => {
	it('modules', async () => {
		const modules = await get('modules', 'modules');
		expect(
			modules
				.filter((module) => module.api_supported && module.creatable)
				.map((module) => module.api_name),
		).toEqual(expect.arrayContaining(MODULES));
		expect(modules.find((module) => module.api_name === 'Accounts')).toMatchObject({
			plural_label: 'Companies',
		});
		expect(await get('modules/Pipelines', 'modules')).toMatchObject([
			{ api_name: 'Pipelines', module_name: 'Deals' },
		]);
		expect(codeOf(await call('GET', '/settings/modules/Leads'))).toBe('INVALID_MODULE');
	});

	it('fields of contacts: 60, of many kinds', async () => {
		const fields = await fieldsOf('Contacts');
		expect(fields.size).toBe(60);
		expect(fields.get('Last_Name')).toMatchObject({
			data_type: 'text',
			json_type: 'string',
			system_mandatory: true,
			custom_field: false,
			length: 80,
		});
		expect(fields.get('Owner')).toMatchObject({
			data_type: 'ownerlookup',
			field_read_only: true,
			read_only: false,
			view_type: { create: true, edit: true },
		});
		expect(fields.get('Modified_Time')).toMatchObject({
			read_only: true,
			view_type: { view: true, create: false, edit: false },
			sortable: true,
		});
		expect(fields.get('Account_Name')).toMatchObject({
			json_type: 'jsonobject',
			lookup: { module: { api_name: 'Accounts' } },
		});
		expect(fields.get('Email')?.unique).toEqual({ casesensitive: '0' });
		expect(fields.get('Customer_Code')).toMatchObject({
			custom_field: true,
			unique: { casesensitive: '0' },
		});
		expect(fields.get('Title')?.unique).toEqual({});
		expect(
			(fields.get('Interests')?.pick_list_values as Json[]).map((value) => value.actual_value),
		).toEqual(['-None-', 'Ski', 'Safari', 'Sailing']);
		expect(new Set([...fields.values()].map(({ id }) => id)).size).toBe(60);
	});

	it.each(MODULES)('the fields that %s need, as inserting asks for them', async (module) => {
		const required = [...(await fieldsOf(module)).values()]
			.filter((field) => field.system_mandatory)
			.map((field) => String(field.api_name));
		const asked: string[] = [];
		const record: Json = {};
		for (;;) {
			const entry = (await call('POST', `/${module}`, { data: [record] })).body.data[0];
			if (entry?.code !== 'MANDATORY_NOT_FOUND') break;
			const name = String(entry.details.api_name);
			asked.push(name);
			record[name] = name.includes('Time')
				? '2026-03-01T10:00:00+01:00'
				: name === 'Call_Duration'
					? '01:00'
					: 'Missed';
		}
		expect(asked.sort()).toEqual(required.sort());
	});

	it('layouts, which are team pipelines with their stages', async () => {
		const layouts = await get('layouts?module=Pipelines', 'layouts');
		expect(layouts.map(({ id, name }) => [id, name])).toEqual([
			['2034020000000091023', 'Sales'],
			['2034020000000091024', 'Service'],
		]);
		const fields = (layout: Json | undefined) =>
			(layout?.sections as Array<{ fields: Array<Json & { pick_list_values: Json[] }> }>).flatMap(
				(section) => section.fields,
			);
		const values = (layout: Json | undefined, name: string) =>
			fields(layout)
				.find((field) => field.api_name === name)
				?.pick_list_values.filter(({ actual_value: value }) => value !== '-None-') ?? [];
		const subs = values(layouts[0], 'Sub_Pipeline');
		expect(subs.map((value) => value.actual_value)).toEqual([
			'Sales Pipeline Standard',
			'Sales Pipeline Partner',
		]);
		expect(
			((subs[1]?.maps as Json[])[0]?.pick_list_values as Json[]).map((value) => value.actual_value),
		).toEqual(['Partner Review', 'Proposal', 'Closed Won', 'Closed Lost']);
		const [service] = await get('layouts/2034020000000091024?module=Pipelines', 'layouts');
		expect(values(service, 'Stage').map((value) => value.actual_value)).toEqual([
			'Intake',
			'In Service',
			'Done',
			'Closed Lost',
		]);
		expect(codeOf(await call('GET', '/settings/layouts'))).toBe('REQUIRED_PARAM_MISSING');
		expect(codeOf(await call('GET', '/settings/layouts/1?module=Pipelines'))).toBe('INVALID_DATA');
	});

	it('related lists that can be read', async () => {
		for (const module of MODULES.slice(0, 4)) {
			const [id] = await add(module, {
				Last_Name: 'A',
				Account_Name: module === 'Accounts' ? 'A' : undefined,
				Deal_Name: 'D',
				Sub_Pipeline: 'S',
				Stage: 'T',
				Product_Name: 'P',
			});
			const lists = await get(`related_lists?module=${module}`, 'related_lists');
			const statuses = await Promise.all(
				lists.map(
					async (list) =>
						(await call('GET', `/${module}/${id}/${String(list.api_name)}?fields=id`)).status,
				),
			);
			expect(statuses).toEqual(lists.map(() => 204));
		}
	});

	it('custom views', async () => {
		expect(await get('custom_views?module=Contacts', 'custom_views')).toMatchObject([
			{ name: 'All', default: true },
			{ name: 'VIP', default: false },
		]);
		expect(codeOf(await call('GET', '/settings/custom_views?module=Leads'))).toBe('INVALID_MODULE');
	});
});

describe("Bigin's fake server takes a text", () => {
	const TEXT_KINDS = ['text', 'textarea', 'phone'];

	it.each(MODULES)(
		'of %s up to the length that its metadata names, and no longer',
		async (module) => {
			const texts = [...(await fieldsOf(module)).values()].filter(
				({ api_name: name, data_type: type, json_type: json, read_only: readOnly }) =>
					TEXT_KINDS.includes(String(type)) &&
					json === 'string' &&
					readOnly === false &&
					name !== 'Call_Duration',
			);
			expect(texts.length).toBeGreaterThan(0);
			const [id] = await add(module, REQUIRED[module] ?? {});
			for (const { api_name: name, length } of texts) {
				const sized = async (size: number) =>
					await call('PUT', `/${module}/${id}`, { data: [{ [String(name)]: 'x'.repeat(size) }] });
				expect([name, codeOf(await sized(Number(length)))]).toEqual([name, 'SUCCESS']);
				expect((await sized(Number(length) + 1)).body.data[0]).toMatchObject({
					code: 'INVALID_DATA',
					details: { api_name: name, maximum_length: length },
				});
			}
		},
	);
});
