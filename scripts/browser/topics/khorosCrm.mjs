/** The case that the workflow gives, as docs/khoros-crm.md lists its keys. */
const CASE = `const { customerId, title } = $input.first().json.body;
return [{ json: {
	id: 'c-1', number: '1', customerId, title, description: '', url: 'https://crm.example.com/c-1',
	created: new Date().toISOString(), lastUpdated: new Date().toISOString(), status: 'open',
} }];`;

/** From an empty n8n to a first answered createCase, as docs/khoros-crm.md says. */
export async function khorosCrm({ editor, fakeServers, check, shots }) {
	const { page } = editor;
	await page.goto(`${editor.base}/workflow/new`);
	await editor.addFirst('Khoros Marketing CRM', 'Khoros Marketing CRM', 'On create case');
	// n8n chooses no credential by itself where a node may have two.
	await editor.chooseCredential('Sandbox: Khoros Marketing');
	await editor.at('node-parameters').getByText('Webhook URLs').click();
	await editor.at('node-parameters').getByText('Production URL').first().click();
	const url = (
		await editor
			.at('ndv')
			.getByText(/\/webhook\/.*\/case/)
			.first()
			.innerText()
	).trim();
	await shots.take('khoros-trigger');
	await editor.closeNode();
	await editor.addCode(CASE);
	await editor.closeNode();
	await editor.publish();
	await editor.at('zoom-to-fit').click();
	await shots.take('khoros-canvas');

	const { Secret: secret } = await fakeServers.valuesOf(
		'khorosMarketing',
		'Khoros Marketing CRM API',
	);
	const answer = await createCase(url, secret);
	check(
		answer.status === 201 && answer.body.id === 'c-1' && answer.body.title === 'Broken mug',
		'the first createCase is answered with the case that the workflow gives',
	);
	const refused = await createCase(url, 'wrong');
	check(refused.status === 401, 'a wrong secret is refused');
}

async function createCase(url, secret) {
	const reply = await fetch(url, {
		method: 'POST',
		headers: { authorization: secret, 'content-type': 'application/json' },
		body: JSON.stringify({ customerId: 'u-1', title: 'Broken mug', interactions: [] }),
	});
	const text = await reply.text();
	return { status: reply.status, body: text === '' ? undefined : JSON.parse(text) };
}
