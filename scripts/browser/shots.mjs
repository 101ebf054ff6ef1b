import path from 'node:path';

/** Pictures for the README and docs/nodes. */
export class Shots {
	constructor(page, folder) {
		this.page = page;
		this.folder = folder;
	}

	/** Takes a picture of the page, or of an element. */
	async take(name, element) {
		await this.page.waitForTimeout(400);
		await (element ?? this.page).screenshot({
			path: path.join(this.folder, `${name}.png`),
			animations: 'disabled',
			caret: 'hide',
			// n8n's notices in the corner come and go.
			style: '.el-notification { display: none !important }',
		});
	}
}
