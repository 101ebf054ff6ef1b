/** The canvas and a form in both themes of n8n, each with its own icons. */
export async function themes({ editor, check, shots }) {
	for (const colorScheme of ['light', 'dark']) {
		await editor.page.emulateMedia({ colorScheme });
		await editor.openWorkflow('exampleSalesforceEngagement');
		await editor.at('zoom-to-fit').click();
		const node = editor.node('Create Interactions');
		const icon = await node.locator('img').first().getAttribute('src');
		check(
			icon?.endsWith(colorScheme === 'dark' ? '.dark.svg' : 'salesforceEngagement.svg'),
			`the ${colorScheme} canvas shows the icon that is made for it`,
		);
		if (colorScheme === 'dark') await shots.take('canvas-dark');
	}
}
