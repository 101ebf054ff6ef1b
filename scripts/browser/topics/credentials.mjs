import { CredentialForm } from '../credentialForm.mjs';

/** Credentials that hold a secret, and the field that holds it. Those with a sign-in are in accounts.mjs. */
const SECRETS = [
	['kustomer', 'Kustomer API', 'API Key'],
	['shareCrm', 'ShareCRM API', 'App Secret'],
	['khorosMarketing', 'Khoros Marketing CRM API', 'Secret'],
	['khorosMarketing', 'Khoros Marketing API', 'Access Token'],
	['salesforceEngagement', 'Salesforce Engagement Client Credentials OAuth2 API', 'Client Secret'],
	['salesforceEngagement', 'Salesforce Engagement JWT API', 'Username'],
];

/** Each credential is filled in by hand with what the page of its fake server says, and tested; a wrong secret is told so. */
export async function credentials({ editor, fakeServers, check }) {
	const form = new CredentialForm(editor);
	for (const [service, kind, secret] of SECRETS) {
		await form.open(kind);
		const values = await fakeServers.valuesOf(service, kind);
		await form.fill({ ...values, [secret]: 'wrong' });
		const refusal = await form.save();
		check(refusal !== 'accepted', `${kind}: a wrong '${secret}' is told (${refusal})`);
		await form.fill({ [secret]: values[secret] });
		check((await form.save()) === 'accepted', `${kind}: filled in by hand, the test accepts it`);
		await form.close();
	}
}
