/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Fails the test during which Node or a library emits a warning, such as MaxListenersExceededWarning.
 * An environment and no setup file: tests see a copy of `process`, which hears of no warning.
 */
export default class WarningsFail extends TestEnvironment {
	private readonly warnings: Error[] = [];
	private readonly keep = (warning: Error) => {
		this.warnings.push(warning);
	};

	override async setup(): Promise<void> {
		await super.setup();
		process.on('warning', this.keep);
	}

	override async teardown(): Promise<void> {
		process.off('warning', this.keep);
		await super.teardown();
	}

	async handleTestEvent(event: Circus.Event): Promise<void> {
		if (event.name !== 'test_done' && event.name !== 'run_finish') return;
		// Warnings are emitted one tick later than they come up.
		await new Promise((resolve) => setImmediate(resolve));
		const found = this.warnings.splice(0);
		if (found.length === 0) return;
		if (event.name === 'test_done') event.test.errors.push(...found);
		else throw found[0];
	}
}
