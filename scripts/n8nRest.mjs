const OWNER = { email: 'owner@example.com', password: 'Sandbox-2026' };

/** Signs in as the owner, who is set up where there is none. Returns the cookie, and whether the set-up worked. */
export async function signIn(base) {
	const post = async (url, body) =>
		await fetch(`${base}/rest${url}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
	const setup = await post('/owner/setup', { ...OWNER, firstName: 'Sandbox', lastName: 'Owner' });
	const reply = setup.ok
		? setup
		: await post('/login', { emailOrLdapLoginId: OWNER.email, password: OWNER.password });
	const cookie = reply.headers
		.getSetCookie()
		.map((entry) => entry.split(';')[0])
		.join('; ');
	return { cookie, setUp: setup.ok };
}

/** Calls the API of n8n's editor; undefined where it refuses. */
export function restOf(base, cookie) {
	return async (method, url, body) => {
		const reply = await fetch(`${base}/rest${url}`, {
			method,
			// n8n drops idle connections while it is busy, and a request that meets such an end fails.
			headers: { 'content-type': 'application/json', connection: 'close', cookie },
			// n8n 1 stores no workflow that does not say whether it is active.
			body: JSON.stringify(
				method === 'POST' && url === '/workflows' ? { active: false, ...body } : body,
			),
		});
		return reply.ok ? (await reply.json()).data : undefined;
	};
}

/** Activates a workflow that was just made. Newer versions of n8n do so a moment later. */
export async function activate(rest, made) {
	// n8n 1 knows no versions of a workflow to choose from.
	return (
		(await rest('POST', `/workflows/${made.id}/activate`, { versionId: made.versionId })) ??
		(await rest('PATCH', `/workflows/${made.id}`, { active: true, versionId: made.versionId }))
	);
}

export async function deactivate(rest, made) {
	return (
		(await rest('POST', `/workflows/${made.id}/deactivate`, {})) ??
		(await rest('PATCH', `/workflows/${made.id}`, { active: false, versionId: made.versionId }))
	);
}

export async function waitFor(millis) {
	await new Promise((resolve) => setTimeout(resolve, millis));
}

/** Waits until something is true; false where it does not become so in time. */
export async function waitUntil(isTrue, seconds = 30) {
	for (let waited = 0; waited < seconds * 10; waited++) {
		if (isTrue()) return true;
		await waitFor(100);
	}
	return isTrue();
}
