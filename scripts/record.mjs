import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import Ajv from 'ajv';
import addFormats from 'ajv-formats';

import { bigin } from './record/bigin.mjs';
import { checkedHost } from './record/hosts.mjs';
import { khorosMarketing } from './record/khoros.mjs';
import { kustomer } from './record/kustomer.mjs';
import { recordAll } from './record/run.mjs';
import { salesforceEngagement } from './record/salesforce.mjs';
import { shareCrm } from './record/shareCrm.mjs';
import { finish, ROOT, say, StepError } from './steps.mjs';

const VENDORS = [bigin, kustomer, salesforceEngagement, shareCrm, khorosMarketing];

const HELP = `npm run record -- <vendor> [--send] [--write] [--only name,name] [--out folder]

Records what a vendor's API replies to an account, for test/recordings. Without --send it only lists the calls.
--send makes the calls that read; --write also those that create something, which is removed again.
Vendors: ${VENDORS.map(({ folder }) => folder).join(', ')}`;

async function record() {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			send: { type: 'boolean' },
			write: { type: 'boolean' },
			only: { type: 'string' },
			out: { type: 'string' },
		},
	});
	const vendor = VENDORS.find(({ folder }) => folder === positionals[0]);
	if (!vendor || positionals.length > 1) throw new StepError(HELP);
	const only = values.only?.split(',');
	const unknown = only?.find((name) => !vendor.calls.some((call) => call.name === name));
	if (unknown !== undefined)
		throw new StepError(`No call of ${vendor.folder} is named ${unknown}.`);
	// Calls that give others their token or their ids are made with them.
	const calls = vendor.calls.filter(
		(call) =>
			(values.write || !call.writes) &&
			(!only ||
				only.includes(call.name) ||
				call.secrets !== undefined ||
				call.cleansUp === true ||
				providesFor(
					call,
					vendor.calls.filter(({ name }) => only.includes(name)),
				)),
	);
	const { url, isHere } = checkedHost(
		process.env[vendor.host.name] ?? vendor.host.fallback ?? '',
		vendor.host.hosts,
		vendor.host.name,
	);
	if (!values.send) return listed(vendor, calls, url);
	const secrets = Object.fromEntries(
		Object.entries(vendor.variables).map(([name, variable]) => [
			name,
			process.env[variable]?.trim() ?? '',
		]),
	);
	const missing = Object.entries(vendor.variables)
		.filter(([name]) => secrets[name] === '')
		.map(([, variable]) => variable);
	if (missing.length > 0)
		throw new StepError(`Set ${missing.join(', ')} in the environment first.`);
	const { recordings, leaks } = await recordAll(vendor, {
		url,
		isHere,
		secrets,
		calls,
		today: new Date().toISOString().slice(0, 10),
	});
	written(
		path.join(values.out ?? path.join(ROOT, 'test/recordings'), vendor.folder),
		recordings,
		leaks,
	);
}

/** True where a call gives something that one of the wanted calls needs. */
function providesFor(call, wanted) {
	return Object.keys(call.take ?? {}).some((name) =>
		wanted.some(
			(other) => other.needs === name || JSON.stringify(other.request).includes(`{${name}}`),
		),
	);
}

function listed(vendor, calls, url) {
	for (const { name, request, settles, writes } of calls)
		console.log(
			`${name}${writes ? ' (writes)' : ''}\n    ${request.method} ${url}${request.path}\n    settles ${settles}`,
		);
	const left = vendor.calls.filter((call) => call.writes && !calls.includes(call)).length;
	console.log(
		`\nNothing was sent. Add --send to make these ${calls.length} calls${left > 0 ? `, and --write for ${left} more that create something` : ''}.`,
	);
}

function written(folder, recordings, leaks) {
	const ajv = new Ajv({ strict: false });
	addFormats(ajv);
	const validate = ajv.compile(
		JSON.parse(readFileSync(path.join(ROOT, 'test/recordings/schema.json'), 'utf8')),
	);
	mkdirSync(folder, { recursive: true });
	let count = 0;
	for (const [name, recording] of Object.entries(recordings)) {
		const text = `${JSON.stringify(recording, null, '\t')}\n`;
		if (leaks(text) > 0) say(`${name} was not written: it would hold a secret or personal data`);
		else if (!validate(recording))
			say(
				`${name} was not written: it does not have the form of the schema (${ajv.errorsText(validate.errors)})`,
			);
		else {
			writeFileSync(path.join(folder, name), text);
			count += 1;
		}
	}
	say(
		`${count} recordings are in ${folder}. Read them before you share them: error messages and the names of custom fields stay.`,
	);
}

finish(record());
