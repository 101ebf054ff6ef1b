/** n8n's editor in a browser, in the words of a person who uses it. Its test ids are n8n's own; 2.41 is the version they were read in. */
export class Editor {
	/**
	 * @param page a page of Playwright
	 * @param base the address of n8n
	 */
	constructor(page, base) {
		this.page = page;
		this.base = base;
	}

	/** An element by n8n's own test id. */
	at(testId, options) {
		return this.page.locator(`[data-test-id="${testId}"]`, options);
	}

	async signIn({ email, password }) {
		await this.page.goto(`${this.base}/signin`);
		await this.page.locator('input[type=email]').fill(email);
		await this.page.locator('input[type=password]').fill(password);
		await this.page.getByRole('button', { name: 'Sign in' }).click();
		await this.page.waitForURL(/\/home\//);
	}

	async openWorkflow(id) {
		await this.page.goto(`${this.base}/workflow/${id}`);
		await this.at('canvas-node').first().waitFor();
	}

	/** An empty canvas with n8n's manual trigger. */
	async newWorkflow() {
		await this.page.goto(`${this.base}/workflow/new`);
		await this.addFirst(undefined, 'Trigger manually');
		await this.at('canvas-node').first().waitFor();
	}

	/** Adds the first node of an empty canvas. */
	async addFirst(search, node, action) {
		await this.at('canvas-plus-button').first().click();
		await this.choose(search, node, action);
	}

	/** Adds a node behind the one that nothing follows yet. */
	async addNext(search, node, action) {
		await this.at('zoom-to-fit').click();
		await this.page.waitForTimeout(500);
		await this.at('canvas-handle-plus').last().click();
		await this.choose(search, node, action);
	}

	/** Finds a node in n8n's list, by typing where it is not among the first ones, and takes one of its actions where it has several. */
	async choose(search, node, action) {
		const bar = this.at('node-creator-search-bar');
		await bar.waitFor();
		if (search !== undefined) {
			await bar.fill(search);
			// The list of before stands for a moment more.
			await this.page.waitForTimeout(800);
		}
		const item = (text) => this.at('node-creator-item-name').filter({ hasText: exactly(text) });
		await item(node).first().click();
		if (action !== undefined) await item(action).first().click();
	}

	node(name) {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	async openNode(name) {
		await this.node(name).dblclick();
		await this.at('ndv').waitFor();
	}

	async closeNode() {
		await this.at('ndv-close-button').click();
		await this.at('ndv').waitFor({ state: 'hidden' });
	}

	/** The input of a field by its name, within a part of the form where several have the name. */
	field(name, within = this.at('node-parameters')) {
		return within.locator(`[data-test-id="parameter-input-${name}"]`).first();
	}

	async fill(name, text, within) {
		await this.field(name, within).locator('input, textarea').first().fill(text);
	}

	/** Chooses an entry of a dropdown by what it says. */
	async select(name, entry, within) {
		await this.field(name, within).locator('input').first().click();
		await this.entry(entry).click();
	}

	/** An entry of the dropdown that is open. */
	entry(text) {
		return this.page
			.locator('.el-select-dropdown__item, [role=option], [role=menuitem]')
			.filter({ visible: true })
			.filter({ has: this.page.getByText(text, { exact: true }) })
			.first();
	}

	/** Adds an entry of a collection, such as "Additional Fields". */
	async addOption(button, entry, within = this.at('node-parameters')) {
		const named = within
			.getByRole('button', { name: button, exact: true })
			.or(within.getByPlaceholder(button, { exact: true }))
			.first();
		await this.center(named);
		await named.click();
		await this.entry(entry).click();
	}

	/** Adds a row to a list, such as "Attendees". */
	async addRow(button, position = 0) {
		const named = this.at('node-parameters')
			.getByRole('button', { name: button, exact: true })
			.nth(position);
		await this.center(named);
		await named.click();
	}

	async chooseCredential(name) {
		// The form draws itself anew where its first fields arrive, which closes the list.
		for (let tries = 0; tries < 5; tries++) {
			await this.at('node-credentials-select').locator('input').first().click();
			const isOpen = await this.entry(name)
				.waitFor({ timeout: 3_000 })
				.then(
					() => true,
					() => false,
				);
			if (isOpen) break;
		}
		await this.entry(name).click();
	}

	/** Scrolls an element to the middle, where a list that it opens has room. */
	async center(element) {
		await element.evaluate((node) => node.scrollIntoView({ block: 'center' }));
		await this.page.waitForTimeout(200);
	}

	/** An empty canvas whose second node gives these items. */
	async newWorkflowWith(items) {
		await this.newWorkflow();
		await this.addCode(`return ${JSON.stringify(items)};`);
		await this.runStep();
		await this.closeNode();
	}

	/** Adds n8n's Code node, and leaves it open. */
	async addCode(text) {
		await this.addNext('code', 'Code', 'Code in JavaScript');
		const code = this.at('ndv').locator('.cm-content').first();
		await code.click();
		await this.page.waitForTimeout(500);
		await code.fill(text);
		// The editor hands its text to the form a moment later.
		await this.page.waitForTimeout(1_000);
	}

	/** Drags a field of the input to a field of the form. */
	async drag(field, name, within) {
		const from = this.at('ndv-input-panel')
			.locator(
				`[data-target="mappable"][data-name="${field}"], [data-target="mappable"][data-path$=".${field}"]`,
			)
			.first();
		const target = this.field(name, within);
		await this.center(target);
		await from.scrollIntoViewIfNeeded();
		const [start, end] = [await from.boundingBox(), await target.boundingBox()];
		const { mouse } = this.page;
		await mouse.move(start.x + start.width / 2, start.y + start.height / 2);
		await mouse.down();
		await mouse.move(start.x + start.width / 2 + 30, start.y + 30, { steps: 5 });
		await mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 10 });
		await mouse.up();
		// The editor takes over a new expression a moment after it shows it.
		await this.page.waitForTimeout(700);
	}

	/** Picks an entry of a list by a part of its name. */
	async pick(name, entry, within = this.at('node-parameters')) {
		const locator = within.locator(`[data-test-id="resource-locator-${name}"]`).first();
		await this.center(locator);
		await locator.locator('[data-test-id="rlc-input"]').click();
		await this.at('rlc-search')
			.filter({ visible: true })
			.locator('input')
			.or(this.at('rlc-search').filter({ visible: true }))
			.last()
			.fill(entry);
		await this.at('rlc-item').filter({ visible: true }).filter({ hasText: entry }).first().click();
	}

	/** Executes the node that is open, and waits for its end. */
	async runStep() {
		await this.at('node-execute-button').click();
		await this.page
			.locator('[data-test-id="node-run-status-success"], [data-test-id="node-run-status-danger"]')
			.first()
			.waitFor();
	}

	/** Publishes the workflow, which older versions of n8n call to activate it. */
	async publish() {
		await this.at('workflow-open-publish-modal-button').click();
		await this.at('workflow-publish-button').click();
		await this.at('workflowPublish-modal').waitFor({ state: 'hidden' });
		await this.page.getByText('Publishing...').waitFor({ state: 'hidden' });
	}

	/** Sets what the open node does with an item that cannot be processed. */
	async onError(choice) {
		await this.at('tab-settings').click();
		await this.select('onError', choice, this.at('ndv'));
		await this.at('tab-params').click();
	}

	/** Shows an output of the node that is open, such as its error branch, as JSON. */
	async outputs(branch) {
		const panel = this.at('output-panel');
		if (branch !== undefined)
			await panel
				.getByText(new RegExp(`^${branch}`))
				.first()
				.click();
		await panel.locator('[data-test-id="radio-button-json"]').click();
		return panel;
	}
}

function exactly(text) {
	return text instanceof RegExp
		? text
		: new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
