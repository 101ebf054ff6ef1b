import { sleep } from 'n8n-workflow';

/** n8n's sleep cannot be cancelled, so a long one is split into parts, in milliseconds: a pending timer of a cancelled execution would keep n8n from shutting down. */
const PART = 400;

/**
 * The cancellation of an execution, for everything in a run that waits. It adds one listener to n8n's signal while anything
 * waits, and none afterwards: Node warns about a signal with many listeners, and each leftover listener slows down adding
 * the next.
 */
export class Cancellation {
	private readonly callbacks = new Set<() => void>();

	/**
	 * @param signal of the execution; undefined if n8n cannot cancel, as in a form
	 */
	constructor(private readonly signal?: AbortSignal) {}

	get cancelled(): boolean {
		return this.signal?.aborted ?? false;
	}

	/**
	 * Calls back when the execution is cancelled, or at once if it already is.
	 * @returns a function that removes the callback
	 */
	onCancel(callback: () => void): () => void {
		if (this.cancelled) callback();
		if (!this.signal || this.cancelled) return () => undefined;
		if (this.callbacks.size === 0) this.signal.addEventListener('abort', this.callAll);
		this.callbacks.add(callback);
		return () => {
			if (this.callbacks.delete(callback) && this.callbacks.size === 0)
				this.signal?.removeEventListener('abort', this.callAll);
		};
	}

	/** Waits for some milliseconds, or until the execution is cancelled. */
	async sleep(millis: number): Promise<void> {
		if (this.cancelled) return;
		const inParts = async () => {
			for (let left = millis; left > 0 && !this.cancelled; left -= PART)
				await sleep(Math.min(left, PART));
		};
		await this.orCancelled(millis > PART ? inParts() : sleep(millis));
	}

	/** Waits for a promise; returns undefined as soon as the execution is cancelled. */
	async orCancelled<T>(work: Promise<T>): Promise<T | undefined> {
		let takeBack: () => void = () => undefined;
		const cancelled = new Promise<undefined>((resolve) => {
			takeBack = this.onCancel(() => resolve(undefined));
		});
		try {
			return await Promise.race([work, cancelled]);
		} finally {
			takeBack();
		}
	}

	/** Gives a piece of work its own signal, because HTTP clients add listeners to the signal of each request. */
	async withSignal<T>(work: (signal?: AbortSignal) => Promise<T>): Promise<T> {
		if (!this.signal) return await work();
		const controller = new AbortController();
		const takeBack = this.onCancel(() => controller.abort());
		try {
			return await work(controller.signal);
		} finally {
			takeBack();
		}
	}

	private readonly callAll = () => {
		const callbacks = [...this.callbacks];
		this.callbacks.clear();
		this.signal?.removeEventListener('abort', this.callAll);
		for (const callback of callbacks) callback();
	};
}
