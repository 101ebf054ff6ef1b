import path from 'node:path';

import { wrongCredentials } from './credentials.mjs';
import { PACKAGE } from './package.mjs';

/** Looks at what the editor gets: the nodes with their codex and icons, and the tests of the credentials. */
export async function checkEditor({ n8n, sandbox, check }) {
	const { base, cookie, setUp } = n8n;
	check(setUp, 'the owner account can be set up');
	const { data: settings } = await (
		await fetch(`${base}/rest/settings`, { headers: { cookie } })
	).json();
	check(
		settings.timezone ===
			(process.env.GENERIC_TIMEZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone),
		`n8n has the machine's time zone, ${settings.timezone}`,
	);
	const types = await (await fetch(`${base}/types/nodes.json`, { headers: { cookie } })).json();
	for (const file of PACKAGE.n8n.nodes) {
		const name = path.basename(file, '.node.js');
		const type = `${PACKAGE.name}.${name[0].toLowerCase()}${name.slice(1)}`;
		const node = types.find((entry) => entry.name === type);
		check(node?.codex?.categories?.length > 0, `${name}: n8n lists it with its codex`);
		if (!name.endsWith('Trigger'))
			check(
				types.some((entry) => entry.name === `${type}Tool`),
				`${name}: n8n makes a tool of it`,
			);
		const icon = await fetch(
			`${base}/${typeof node.iconUrl === 'string' ? node.iconUrl : node.iconUrl.light}`,
		);
		check(
			icon.ok && icon.headers.get('content-type')?.includes('svg'),
			`${name}: its icon is served`,
		);
	}
	for (const credential of sandbox.credentials()) {
		check(
			(await testCredential(base, cookie, credential)) === 'OK',
			`${credential.type}: the credential test accepts a good credential`,
		);
	}
	for (const credential of wrongCredentials(sandbox)) {
		check(
			(await testCredential(base, cookie, credential)) === 'Error',
			`${credential.type}: the credential test refuses a wrong secret`,
		);
	}
}

async function testCredential(base, cookie, credential) {
	const reply = await fetch(`${base}/rest/credentials/test`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', cookie },
		body: JSON.stringify({ credentials: credential }),
	});
	return (await reply.json()).data?.status;
}
