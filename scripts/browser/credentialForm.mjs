/** n8n's form of a credential. */
export class CredentialForm {
	constructor(editor) {
		this.editor = editor;
		this.dialog = editor.at('credential-edit-dialog');
	}

	/** Opens an empty form for a kind of credential, by the name that n8n shows. */
	async open(kind) {
		const { page, base } = this.editor;
		await page.goto(`${base}/home/credentials/create`);
		await this.editor.at('new-credential-type-select').locator('input').first().fill(kind);
		await this.editor
			.at('new-credential-type-select-option')
			.filter({ hasText: kind })
			.first()
			.click();
		await this.editor.at('new-credential-type-button').click();
		await this.dialog.waitFor();
	}

	/** @param values what to enter, by the label of the field */
	async fill(values) {
		for (const [label, value] of Object.entries(values)) {
			const field = this.field(label);
			const input = field.locator('input, textarea').first();
			if (await field.locator('.el-select').count()) {
				await input.click();
				await this.editor.entry(value).click();
			} else {
				await input.fill(value);
			}
		}
	}

	field(label) {
		const words = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
		return this.editor.at('credential-connection-parameter').filter({
			has: this.editor.page
				.locator('label span')
				.filter({ hasText: new RegExp(`^\\s*${words}\\s*\\*?\\s*$`) }),
		});
	}

	/** Saves, and returns what n8n's test of the credential says: "accepted", or why not. */
	async save() {
		const { editor, dialog } = this;
		const tested = editor.page.waitForResponse((reply) =>
			reply.url().endsWith('/credentials/test'),
		);
		await editor.at('credential-save-button').click();
		const { data } = await (await tested).json();
		if (data.status === 'OK') {
			await editor.at('credentials-config-container-test-success').waitFor();
			return 'accepted';
		}
		await dialog.getByText(/Couldn.t connect with these settings/).waitFor();
		await dialog.getByText('More details').click();
		await dialog.getByText(data.message).first().waitFor();
		return data.message;
	}

	/**
	 * Presses the button that connects the account, and decides in the window that opens.
	 * @returns what n8n says in that window, where it stays open
	 */
	async connect(decision) {
		const opened = this.editor.page.waitForEvent('popup');
		await this.dialog
			.getByRole('button', { name: /^(Connect|Reconnect|Sign in)/ })
			.first()
			.click();
		const window = await opened;
		const closed = window.waitForEvent('close');
		await window.getByRole('button', { name: decision }).click();
		if (decision === 'Allow') {
			await closed;
			return '';
		}
		await window.waitForURL(/oauth2-credential\/callback/);
		const said = await window.locator('body').innerText();
		await window.close();
		return said;
	}

	/** Whether n8n shows the account as connected. */
	async isConnected() {
		const yes = this.editor.at('oauth-connect-success-banner');
		const no = this.editor.at('oauth-not-connected-banner');
		await yes.or(no).filter({ visible: true }).first().waitFor();
		return await yes.isVisible();
	}

	async close() {
		await this.editor.page.keyboard.press('Escape');
		await this.dialog.waitFor({ state: 'hidden' });
	}
}
