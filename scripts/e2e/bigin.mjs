import { StepError } from '../steps.mjs';

/** Adds records to the fake server of Bigin, as another user would. */
export async function addToBigin(sandbox, module, data) {
	const { url, vendor } = sandbox.fakeServers.bigin;
	const reply = await fetch(`${url}/bigin/v2/${module}`, {
		method: 'POST',
		headers: {
			authorization: `Zoho-oauthtoken ${vendor.firstToken}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ data }),
	});
	if (reply.status !== 201)
		throw new StepError(`the fake server of Bigin did not take the records: ${await reply.text()}`);
}
