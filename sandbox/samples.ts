import axios from 'axios';

import type { Sandbox } from './index';

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
const TAGS = ['VIP', 'Newsletter', 'Partner'];

/** Conversations of yesterday and today, for the examples that read. */
const INTERACTIONS = [
	{ ExternalIdentifier: 'sample-1', Status: 'In Progress', Reason: 'Opening hours' },
	{ ExternalIdentifier: 'sample-2', Status: 'Completed', Reason: 'Card replacement' },
];

/** Puts people and conversations into Salesforce's fake server. */
async function addSalesforceSamples({ fakeServers }: Sandbox): Promise<void> {
	const salesforce = fakeServers.salesforceEngagement;
	const token = (
		salesforce?.vendor.credentials(salesforce.url).salesforceEngagementOAuth2Api?.oauthTokenData as
			| { access_token: string }
			| undefined
	)?.access_token;
	if (salesforce === undefined || token === undefined) return;
	const post = async (type: string, rows: object[]) =>
		await axios.post(
			`${salesforce.url}/services/data/v67.0/composite/sobjects`,
			{ allOrNone: false, records: rows.map((row) => ({ attributes: { type }, ...row })) },
			{ headers: { Authorization: `Bearer ${token}` } },
		);
	await post(
		'Contact',
		CONTACTS.map(({ First_Name, Last_Name, Email }, index) => ({
			FirstName: First_Name,
			LastName: Last_Name,
			Email,
			Phone: `+44 111 000 000${index + 1}`,
		})),
	);
	await post(
		'EngagementInteraction',
		INTERACTIONS.map((row) => ({
			...row,
			CommunicationChannel: 'Voice Call',
			StartDateTime: '2026-03-02T09:15:00.000Z',
		})),
	);
	salesforce.requests.length = 0;
	salesforce.count = 0;
}

/** Puts a few records into the fake servers of Bigin and Salesforce, so that the pickers of the form and the triggers have something to show. */
export async function addSamples(sandbox: Sandbox): Promise<void> {
	await addSalesforceSamples(sandbox);
	const { fakeServers, credentials } = sandbox;
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
