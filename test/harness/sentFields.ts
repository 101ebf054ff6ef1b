import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BiginFakeServer } from '../../sandbox/bigin/fakeServer';
import type { FakeServer } from '../../sandbox/core/fakeServer';
import { KhorosMarketingFakeServer } from '../../sandbox/khorosMarketing/fakeServer';
import { KustomerFakeServer } from '../../sandbox/kustomer/fakeServer';
import { SalesforceEngagementFakeServer } from '../../sandbox/salesforceEngagement/fakeServer';
import { ShareCrmFakeServer } from '../../sandbox/shareCrm/fakeServer';
import { CUSTOMER } from './kustomer';
import { credentialsOf, startFakeServer } from './sandbox';
import { runNode, type RunResult, type RunSpec } from './workflow';

/** The three ways to give a record. */
export const MODES = ['define', 'autoMap', 'json'] as const;
export type Mode = (typeof MODES)[number];

type Vendor = 'bigin' | 'kustomer' | 'khorosMarketing' | 'salesforceEngagement' | 'shareCrm';

const CREDENTIALS: Record<Vendor, string> = {
	bigin: 'biginOAuth2Api',
	kustomer: 'kustomerApi',
	khorosMarketing: 'khorosMarketingCrmApi',
	salesforceEngagement: 'salesforceEngagementOAuth2Api',
	shareCrm: 'shareCrmApi',
};

/** One field of one vendor, by which a value goes out. */
export interface SentField {
	/** Vendor, operation and field. */
	name: string;
	vendor: Vendor;
	/** Resource and operation. */
	operation: INodeParameters;
	/** The record around the value, as JSON; undefined where the field has no such form. */
	record?: (value: unknown) => IDataObject;
	/** The parameters of the form around an expression with the value; undefined where the form has no such field. */
	form?: (expression: string) => IDataObject;
	/** The value in a record that was sent. */
	sent(record: IDataObject): unknown;
}

/** What became of one value. */
export interface Went {
	/** The value as it was sent; undefined where its item was refused. */
	sent?: unknown;
	/** What the item's error says, and its description; empty where there is none. */
	message: string;
	description: string;
}

const first = (value: unknown) => (value as IDataObject[] | undefined)?.[0];

/** The records in a body, in their order. */
const RECORDS: Record<Vendor, (body: IDataObject) => IDataObject[]> = {
	bigin: (body) => body.data as IDataObject[],
	kustomer: (body) => body as unknown as IDataObject[],
	khorosMarketing: (body) => [body],
	salesforceEngagement: (body) =>
		(
			(body.batchRequests as Array<{ richInput: IDataObject }> | undefined)?.map(
				({ richInput }) => richInput,
			) ?? [body]
		).map(({ engagementInteraction }) => engagementInteraction as IDataObject),
	shareCrm: (body) => [(body.data as IDataObject).object_data as IDataObject],
};

/** Fake servers of all vendors for the tests of one file. */
export function useSentFields() {
	const fakeServers = {} as Record<Vendor, FakeServer>;
	beforeAll(async () => {
		fakeServers.bigin = await startFakeServer(new BiginFakeServer());
		fakeServers.kustomer = await startFakeServer(new KustomerFakeServer());
		fakeServers.khorosMarketing = await startFakeServer(new KhorosMarketingFakeServer());
		fakeServers.salesforceEngagement = await startFakeServer(new SalesforceEngagementFakeServer());
		fakeServers.shareCrm = await startFakeServer(new ShareCrmFakeServer());
	});
	afterAll(async () => {
		for (const fakeServer of Object.values(fakeServers)) await fakeServer.stop();
	});
	return {
		/** Sends values through one field in one way, all in one run, and tells what became of each. */
		async send(
			sentField: SentField,
			mode: Mode,
			values: readonly unknown[],
			spec: Partial<RunSpec> & { options?: INodeParameters } = {},
		): Promise<Went[]> {
			const fakeServer = fakeServers[sentField.vendor];
			fakeServer.requests.length = 0;
			const { options = {}, ...more } = spec;
			const { result, error } = await attempt(sentField, mode, values, options, more, fakeServer);
			if (error !== undefined) throw new Error(error);
			const bodies = fakeServer.requests
				.filter(({ method, path }) => method !== 'GET' && !path.includes('oauth2'))
				.map(({ body }) => body as IDataObject);
			const sent = bodies.flatMap(RECORDS[sentField.vendor]);
			const refused = new Map(
				result.errors
					.filter(
						({ json }) =>
							(json.details as IDataObject).input === true ||
							(json.details as IDataObject).httpCode === undefined,
					)
					.map((item) => [(item.pairedItem as { item: number }).item, item.json]),
			);
			return values.map((_value, index): Went => {
				const failure = refused.get(index);
				if (failure !== undefined)
					return { message: String(failure.error), description: String(failure.message) };
				return { sent: sentField.sent(sent.shift() ?? {}), message: '', description: '' };
			});
		},
	};
}

async function attempt(
	sentField: SentField,
	mode: Mode,
	values: readonly unknown[],
	options: INodeParameters,
	more: Partial<RunSpec>,
	fakeServer: FakeServer,
): Promise<{ result: RunResult; error?: string }> {
	const parameters =
		mode === 'define'
			? { inputMode: mode, ...sentField.form?.('={{ $json.value }}') }
			: { inputMode: mode, ...(mode === 'json' ? { jsonRecord: '={{ $json }}' } : {}) };
	const result = await runNode({
		node: sentField.vendor,
		credentials: credentialsOf(fakeServer, CREDENTIALS[sentField.vendor]),
		parameters: {
			...sentField.operation,
			...parameters,
			options: { ...options },
			requestOptions: { parallelRequests: 1 },
		} as INodeParameters,
		items: values.map((value) =>
			mode === 'define' ? ({ value } as IDataObject) : (sentField.record?.(value) ?? {}),
		),
		onError: 'continueErrorOutput',
		...more,
	});
	return { result, error: result.error?.message };
}

/** Each field in each way that it can be given. */
export function everyWay(sentFields: readonly SentField[]): Array<[string, SentField, Mode]> {
	return sentFields.flatMap((sentField) =>
		MODES.filter(
			(mode) => (mode === 'define' ? sentField.form : sentField.record) !== undefined,
		).map((mode): [string, SentField, Mode] => [`${sentField.name}, ${mode}`, sentField, mode]),
	);
}

const ID = '2034020000000489034';

/** A field of a Bigin record, in a create and in an update. */
export function biginFields(
	resource: string,
	field: string,
	required: IDataObject,
	shown = field,
): SentField[] {
	const sentField = (operation: string, given: IDataObject, collection: string): SentField => ({
		name: `Bigin ${resource} ${operation}, ${shown}`,
		vendor: 'bigin',
		operation: { resource, operation },
		record: (value) => ({ ...given, [field]: value }) as IDataObject,
		form: (expression) =>
			field in required
				? { ...given, [field]: expression }
				: { ...given, [collection]: { [field]: expression } },
		sent: (record) => record[field],
	});
	const { [field]: own, ...others } = required;
	const update = sentField('update', { id: ID }, 'updateFields');
	return [
		{
			...sentField('create', others, 'additionalFields'),
			...(own === undefined
				? {}
				: { record: (value: unknown) => ({ ...others, [field]: value }) as IDataObject }),
		},
		{ ...update, form: (expression) => ({ id: ID, updateFields: { [field]: expression } }) },
	];
}

/** Custom fields of contacts in the fake server, by type. */
const OWN = {
	date: 'Customer_Since',
	datetime: 'Last_Visit',
	text: 'Customer_Code',
	multiselectpicklist: 'Interests',
	currency: 'Lifetime_Value',
};

/** A custom field of a contact, as the form's mapper knows it. */
export function biginCustomFields(dataType: keyof typeof OWN, type: string): SentField[] {
	const field = OWN[dataType];
	const schema = [
		{
			id: field,
			displayName: field,
			type,
			dataType,
			display: true,
			removed: false,
			required: false,
			defaultMatch: false,
		},
	];
	const customFields = (expression: string) => ({
		mappingMode: 'defineBelow',
		value: { [field]: expression },
		schema,
	});
	const sentField = (operation: string, given: IDataObject): SentField => ({
		name: `Bigin contact ${operation}, custom ${dataType}`,
		vendor: 'bigin',
		operation: { resource: 'contact', operation },
		record: (value) => ({ ...given, [field]: value }) as IDataObject,
		form: (expression) => ({
			...given,
			mapCustomFields: true,
			customFields: customFields(expression),
		}),
		sent: (record) => record[field],
	});
	return [sentField('create', { Last_Name: 'A' }), sentField('update', { id: ID })];
}

const INTERACTION = {
	attendeeVerified: true,
	communicationChannel: 'Voice Call',
	startDateTime: '2026-03-02T09:15:00.000Z',
};

export function salesforceField(field: string): SentField {
	return {
		name: `Salesforce interaction create, ${field}`,
		vendor: 'salesforceEngagement',
		operation: { authentication: 'oAuth2', resource: 'interaction', operation: 'create' },
		record: (value) => ({ ...INTERACTION, [field]: value }) as IDataObject,
		form: (expression) =>
			field in INTERACTION
				? { ...INTERACTION, [field]: expression }
				: { ...INTERACTION, additionalFields: { [field]: expression } },
		sent: (record) => record[field],
	};
}

/** Kinds of custom field whose values JSON tells apart by themselves. */
const TOLD_BY_JSON = ['text', 'number'];

export function salesforceCustomField(kind: string): SentField {
	return {
		name: `Salesforce interaction create, custom ${kind}`,
		vendor: 'salesforceEngagement',
		operation: { authentication: 'oAuth2', resource: 'interaction', operation: 'create' },
		record: TOLD_BY_JSON.includes(kind)
			? (value) =>
					({
						...INTERACTION,
						customFieldsList: [{ key: 'Own__c', value }],
					}) as unknown as IDataObject
			: undefined,
		form: (expression) => ({
			...INTERACTION,
			additionalFields: {
				customFieldsList: { values: [{ key: 'Own__c', kind, [kind]: expression }] },
			},
		}),
		sent: (record) => first(record.customFieldsList)?.value,
	};
}

export function kustomerField(
	field: string,
	required: IDataObject = { customer: CUSTOMER },
): SentField {
	return {
		name: `Kustomer conversation create, ${field}`,
		vendor: 'kustomer',
		operation: { resource: 'conversation', operation: 'createBulk' },
		record: (value) => ({ ...required, [field]: value }) as IDataObject,
		form: (expression) => ({ ...required, additionalFields: { [field]: expression } }),
		sent: (record) => record[field],
	};
}

export function kustomerCustomField(key: string, kind: string): SentField {
	return {
		name: `Kustomer conversation create, custom ${key}`,
		vendor: 'kustomer',
		operation: { resource: 'conversation', operation: 'createBulk' },
		record: (value) => ({ customer: CUSTOMER, custom: { [key]: value } }) as IDataObject,
		form: (expression) => ({
			customer: CUSTOMER,
			additionalFields: { custom: { values: [{ key, kind, [kind]: expression }] } },
		}),
		sent: (record) => (record.custom as IDataObject | undefined)?.[key],
	};
}

/** A value of an interaction of a case. */
export function khorosField(field: string): SentField {
	const row = {
		created: '2026-03-04T09:12:00.000Z',
		body: 'Where is it?',
		linkUrl: '',
		serviceId: '555',
		service: 'twitter',
		contentType: 'post',
	};
	const required = { customerId: 'cus_19', title: 'Parcel' };
	return {
		name: `Khoros case create, ${field} of an interaction`,
		vendor: 'khorosMarketing',
		operation: { resource: 'case', operation: 'create' },
		record: (value) => ({ ...required, interactions: [{ ...row, [field]: value }] }) as IDataObject,
		form: (expression) => ({
			...required,
			additionalFields: { interactions: { values: [{ ...row, [field]: expression }] } },
		}),
		sent: (record) => first(record.interactions)?.[field],
	};
}

export function shareCrmField(field: string): SentField {
	return {
		name: `ShareCRM session create, ${field}`,
		vendor: 'shareCrm',
		operation: { resource: 'customerServiceSession', operation: 'create' },
		record: (value) => ({ name: 'Chat', [field]: value }) as IDataObject,
		form: (expression) =>
			field === 'name'
				? { name: expression }
				: { name: 'Chat', additionalFields: { [field]: expression } },
		sent: (record) => record[field],
	};
}

export function shareCrmCustomField(kind: string): SentField {
	return {
		name: `ShareCRM session create, custom ${kind}`,
		vendor: 'shareCrm',
		operation: { resource: 'customerServiceSession', operation: 'create' },
		form: (expression) => ({
			name: 'Chat',
			additionalFields: { customFields: { values: [{ key: 'own__c', kind, [kind]: expression }] } },
		}),
		sent: (record) => record.own__c,
	};
}
