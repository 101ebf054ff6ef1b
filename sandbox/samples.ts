import axios from 'axios';

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

/** Puts a few records into the fake servers, so that the pickers of the forms and the triggers have something to show. */
export async function addSamples(sandbox: Sandbox): Promise<void> {
	await addBiginSamples(sandbox);
	addShareCrmSamples(sandbox);
}

/** A lead, and a case that belongs to a conversation of Kustomer. */
function addShareCrmSamples({ fakeServers }: Sandbox): void {
	const vendor = fakeServers.shareCrm?.vendor;
	const kustomer = fakeServers.kustomer?.vendor;
	const kind = KINDS.find(({ type }) => type === 'conversation');
	if (!(vendor instanceof ShareCrmFakeServer) || !(kustomer instanceof KustomerFakeServer)) return;
	if (kind === undefined) return;
	kustomer.store.add(kind, { id: CONVERSATION, name: 'A broken kettle', status: 'open' });
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

async function addBiginSamples({ fakeServers, credentials }: Sandbox): Promise<void> {
	const bigin = fakeServers.bigin;
	const token = credentials().find(({ type }) => type === 'biginOAuth2Api')?.data
		.oauthTokenData as { access_token: string };
	if (bigin === undefined) return;
	const client = axios.create({
		baseURL: `${bigin.url}/bigin/v2`,
		headers: { Authorization: `Zoho-oauthtoken ${token.access_token}` },
	});
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
	// What n8n sends is what its user wants to see there.
	bigin.requests.length = 0;
	bigin.count = 0;
}
