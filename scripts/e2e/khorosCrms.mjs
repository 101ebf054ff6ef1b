import { activate, deactivate } from '../n8nRest.mjs';
import { say } from '../steps.mjs';
import { asker, contractPoints, importedCrm, served } from './khorosCalls.mjs';

/** The examples in which a service is the CRM of Khoros Marketing. */
const CRMS = ['Bigin', 'Kustomer', 'Salesforce', 'ShareCrm'];

/** Lets each of the four services be the CRM of Khoros Marketing by its example, asks it, and asks all of them for a best match. */
export async function checkKhorosCrms(context) {
	for (const crm of CRMS) await checkCrm(crm, context);
	await checkBestMatch(context);
}

async function checkCrm(crm, { n8n, check }) {
	const { base, rest } = n8n;
	const file = `khorosTo${crm}.json`;
	say(`${file} as the CRM of Khoros Marketing`);
	const { made, url } = await importedCrm(file, n8n);
	const active = await activate(rest, made);
	check(active?.active === true, `${file} can be activated`);
	await served(`${url}/meta/object/case`);
	const ask = asker(url);
	// The service has it for the best match over all.
	const body = { name: 'Jane Doe', email: 'jane.doe@example.com' };
	const customer = await ask('POST', '/customer', body);
	check(customer.status === 201, `${file}: a customer is created`);
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

async function checkBestMatch({ n8n, check }) {
	const file = 'khorosBestMatch.json';
	say(`${file} over all four services`);
	const { made, url } = await importedCrm(file, n8n);
	await activate(n8n.rest, made);
	await served(`${url}/meta/object/case`);
	const ask = asker(url);
	const { status, body } = await ask('POST', '/customer/bestmatch', {
		displayName: 'Jane Doe',
		email: 'jane.doe@example.com',
	});
	check(
		status === 200 &&
			body
				.map(({ id }) => id.split(':')[0])
				.sort()
				.join() === 'bigin,kustomer,salesforce,sharecrm',
		`${file}: each of the four services is asked, and their hits are one list`,
	);
	const none = await ask('POST', '/customer/bestmatch', { displayName: 'Nobody Knows' });
	check(
		none.status === 200 && none.body.length === 0,
		`${file}: nobody is found where nobody is known`,
	);
	await deactivate(n8n.rest, made);
}
