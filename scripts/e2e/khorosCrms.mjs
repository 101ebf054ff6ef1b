import { readFileSync } from 'node:fs';
import path from 'node:path';

import { activate, deactivate } from '../n8nRest.mjs';
import { ROOT, say } from '../steps.mjs';
import { asker, contractPoints, SECRET, served, TYPE } from './khorosCalls.mjs';

/** The examples in which a service is the CRM of Khoros Marketing. */
const CRMS = ['Bigin', 'Kustomer', 'Salesforce', 'ShareCrm'];

/** Lets each of the four services be the CRM of Khoros Marketing by its example, and asks it. */
export async function checkKhorosCrms(context) {
	for (const crm of CRMS) await checkCrm(crm, context);
}

async function checkCrm(crm, { n8n, check }) {
	const { base, rest } = n8n;
	const file = `khorosTo${crm}.json`;
	say(`${file} as the CRM of Khoros Marketing`);
	const { made, url } = await imported(file, n8n);
	const active = await activate(rest, made);
	check(active?.active === true, `${file} can be activated`);
	await served(`${url}/meta/object/case`);
	const points = await contractPoints(base, rest, url);
	const wrong = points.filter(({ result }) => result !== 'ok');
	for (const { operation, point, details } of wrong)
		console.log(`  ${operation} ${point}: ${details}`);
	check(
		points.length > 30 && wrong.length === 0,
		`${file}: the Contract Checker finds nothing in ${points.length} points`,
	);
	await deactivate(rest, made);
}

/** An example in n8n, with the secret of these tests. */
async function imported(file, { base, rest }) {
	const { id, ...workflow } = JSON.parse(readFileSync(path.join(ROOT, 'examples', file), 'utf8'));
	const trigger = workflow.nodes.find(({ type }) => type === `${TYPE}.khorosMarketingCrmTrigger`);
	const credential = await rest('POST', '/credentials', {
		name: `Khoros, ${file}`,
		type: 'khorosMarketingCrmApi',
		data: { baseUrl: base, headerName: 'Authorization', secret: SECRET },
	});
	trigger.credentials = { khorosMarketingCrmApi: { id: credential.id, name: credential.name } };
	const made = await rest('POST', '/workflows', workflow);
	return { made, url: `${base}/webhook/${trigger.webhookId}/${trigger.webhookId}` };
}
