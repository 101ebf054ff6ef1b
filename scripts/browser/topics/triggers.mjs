/** Triggers, by the node's name in n8n's list and one of its events where it lists any. Those with an address show it. */
const TRIGGERS = [
	{ service: 'Zoho Bigin', event: 'On record created' },
	{ service: 'Salesforce Engagement', event: 'On record created' },
	{ service: 'Kustomer', event: 'On conversation updated', picture: 'trigger' },
	{ service: 'Khoros Marketing CRM', event: 'On create case', address: true },
];

/** Each trigger starts an empty canvas, and its panel says what happens, or where the service has to send its requests. */
export async function triggers({ editor, check, shots }) {
	for (const { service, event, address, picture } of TRIGGERS) {
		await editor.page.goto(`${editor.base}/workflow/new`);
		await editor.addFirst(service, service, event);
		await editor.at('node-parameters').waitFor();
		const form = await editor.at('node-parameters').innerText();
		check(/Credential/.test(form), `${service} Trigger: its form stands on an empty canvas`);
		if (picture) await shots.take(picture);
		if (address) await showsAddress(editor, service, check);
	}
}

async function showsAddress(editor, service, check) {
	const form = editor.at('node-parameters');
	await form.getByText('Webhook URLs').click();
	await form.getByText('Production URL').first().click();
	await form
		.getByText(/\/webhook\//)
		.first()
		.waitFor();
	check(true, `${service} Trigger: its form shows the Production URL`);
}
