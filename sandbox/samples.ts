import axios, { type AxiosInstance } from 'axios';

import type { Sandbox } from './index';
import { KustomerFakeServer } from './kustomer/fakeServer';
import { KINDS } from './kustomer/store';
import { ShareCrmFakeServer } from './shareCrm/fakeServer';

const COMPANIES = ['Northwind Tours', 'Zylker Travel', 'Blue Lagoon Resorts'];
const PRODUCTS = ['City Weekend', 'Mountain Safari', 'Island Cruise'];
const CONTACTS = [
	{ First_Name: 'Ava', Last_Name: 'Bell', Email: 'ava.bell@example.com' },
	{ First_Name: 'Kenji', Last_Name: 'Sato', Email: 'kenji.sato@example.com' },
	{ First_Name: 'Lena', Last_Name: 'Vogt', Email: 'lena.vogt@example.com' },
];
const DEAL = {
	Deal_Name: 'Spring Group Tour',
	Sub_Pipeline: 'Sales Pipeline Standard',
	Stage: 'Needs Analysis',
	Amount: 4200,
};
const CONVERSATION = '5a1b2c3d4e5f60718293a4c1';
const TAGS = ['VIP', 'Newsletter', 'Partner'];

/** Conversations of yesterday and today, for the examples that read. */
const INTERACTIONS = [
	{ ExternalIdentifier: 'sample-1', Status: 'In Progress', Reason: 'Opening hours' },
	{ ExternalIdentifier: 'sample-2', Status: 'Completed', Reason: 'Card replacement' },
];

type Credentials = ReturnType<Sandbox['credentials']>;

/** Puts a few records into the fake servers, so that the pickers of the forms and the triggers have something to show. */
export async function addSamples({ fakeServers, credentials }: Sandbox): Promise<void> {
	const given = credentials();
	const { bigin, kustomer, salesforceEngagement } = fakeServers;
	if (bigin !== undefined) await addToBigin(bigin.url, given);
	if (kustomer !== undefined) await addToKustomer(kustomer.url, given);
	if (salesforceEngagement !== undefined) await addToSalesforce(salesforceEngagement.url, given);
	addToShareCrm(fakeServers);
	// What n8n sends is what its user wants to see there.
	for (const fakeServer of Object.values(fakeServers)) {
		fakeServer.requests.length = 0;
		fakeServer.count = 0;
	}
}

/** A lead, and a case that belongs to a conversation of Kustomer. */
function addToShareCrm({ shareCrm, kustomer }: Sandbox['fakeServers']): void {
	const vendor = shareCrm?.vendor;
	const other = kustomer?.vendor;
	const kind = KINDS.find(({ type }) => type === 'conversation');
	if (!(vendor instanceof ShareCrmFakeServer) || !(other instanceof KustomerFakeServer)) return;
	if (kind === undefined) return;
	other.store.add(kind, { id: CONVERSATION, name: 'A broken kettle', status: 'open' });
	vendor.tenant.add('LeadsObj', { name: 'Mei Lin', mobile: '13900001234' });
	const opened = vendor.tenant.add('CasesObj', {
		name: 'CASE-1001',
		status: 'new',
		kustomer_conversation__c: CONVERSATION,
	});
	// An update is a change after the creation.
	opened.create_time = Number(opened.create_time) - 60_000;
	vendor.tenant.change(opened, { status: 'repaired' });
}

async function addToBigin(url: string, credentials: Credentials): Promise<void> {
	const token = tokenOf(credentials, 'biginOAuth2Api');
	const client = clientOf(`${url}/bigin/v2`, `Zoho-oauthtoken ${token}`);
	await client.post('/Accounts', { data: COMPANIES.map((Account_Name) => ({ Account_Name })) });
	await client.post('/Products', {
		data: PRODUCTS.map((Product_Name, index) => ({ Product_Name, Unit_Price: 500 * (index + 1) })),
	});
	await client.post('/Contacts', { data: CONTACTS });
	await client.post('/Pipelines', { data: [DEAL] });
	for (const module of ['Accounts', 'Contacts'])
		await client.post(
			'/settings/tags',
			{ tags: TAGS.map((name) => ({ name })) },
			{ params: { module } },
		);
}

async function addToKustomer(url: string, credentials: Credentials): Promise<void> {
	const key = String(dataOf(credentials, 'kustomerApi').apiKey);
	const client = clientOf(url, `Bearer ${key}`);
	for (const { First_Name, Last_Name, Email } of CONTACTS)
		await client.post('/v1/customers', {
			name: `${First_Name} ${Last_Name}`,
			emails: [{ email: Email }],
		});
}

async function addToSalesforce(url: string, credentials: Credentials): Promise<void> {
	const token = tokenOf(credentials, 'salesforceEngagementOAuth2Api');
	await clientOf(url, `Bearer ${token}`).post('/services/data/v67.0/composite/sobjects', {
		allOrNone: true,
		records: [
			...COMPANIES.map((Name) => ({ attributes: { type: 'Account' }, Name })),
			...CONTACTS.map(({ First_Name, Last_Name, Email }, index) => ({
				attributes: { type: 'Contact' },
				FirstName: First_Name,
				LastName: Last_Name,
				Email,
				Phone: `+44 111 000 000${index + 1}`,
			})),
			...INTERACTIONS.map((interaction) => ({
				attributes: { type: 'EngagementInteraction' },
				...interaction,
				CommunicationChannel: 'Voice Call',
				StartDateTime: '2026-03-02T09:15:00.000Z',
			})),
		],
	});
}

function clientOf(baseURL: string, authorization: string): AxiosInstance {
	return axios.create({ baseURL, headers: { authorization }, proxy: false });
}

function dataOf(credentials: Credentials, type: string): Record<string, unknown> {
	return credentials.find((credential) => credential.type === type)?.data ?? {};
}

function tokenOf(credentials: Credentials, type: string): string {
	return (dataOf(credentials, type).oauthTokenData as { access_token: string }).access_token;
}
