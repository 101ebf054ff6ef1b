/** The node as a tool of an AI agent: its form lets the model fill in fields. */
export async function agentTool({ editor, check, shots }) {
	const { page } = editor;
	await page.goto(`${editor.base}/workflow/new`);
	await editor.addFirst(undefined, 'On chat message');
	await editor.closeNode();
	await editor.addNext('ai agent', 'AI Agent');
	await editor.closeNode();
	await editor
		.at('canvas-node-input-handle')
		.filter({ hasText: /^\s*Tool/ })
		.locator('[data-test-id="canvas-handle-plus"]')
		.click();
	await editor.choose('kustomer', 'Kustomer Tool');
	await editor.at('node-parameters').waitFor();
	const form = editor.at('node-parameters');
	check(
		(await form.innerText()).includes('Tool Description'),
		'an agent gets the node as a tool, with its description set automatically',
	);
	await form.locator('[data-test-id="from-ai-override-button"]').first().click();
	await form
		.getByText(/Defined automatically by the model/)
		.first()
		.waitFor();
	check(true, 'a field of the tool can be left to the model');
	await shots.take('tool');
}
