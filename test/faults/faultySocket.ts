/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ports that no system hands out by itself, so that nobody else takes one while it is closed. */
const PORTS = { first: 20_000, count: 10_000 };
/** How often a port that is taken is asked for again, and the milliseconds in between. */
const REOPEN = { tries: 100, pause: 50 };
/** A port where nobody ever listens. */
const NOBODY = 1;

/** The next port to try. Each socket has a port that no other of this run had, because a closed one must find its own free again. */
let next = Math.floor(Math.random() * PORTS.count);

/** A socket before a fake server. While it is closed, the host refuses connections, as when a service restarts. */
export class FaultySocket {
	/** Milliseconds since the epoch at which it was closed; 0 if never. */
	closedAt = 0;
	/** Connections that came in. */
	connections = 0;

	private server?: Server;
	private port = 0;
	private stopped = false;
	private timer?: NodeJS.Timeout;
	private reopened?: Promise<void>;
	private readonly sockets = new Set<Socket>();

	/**
	 * @param target port of the fake server
	 * @param closing the connection after which it closes, and for how many milliseconds; open all the time if absent
	 */
	constructor(
		private readonly target: number,
		private readonly closing?: { after: number; millis: number },
	) {}

	/** Listens at a port of its own. Returns its address. */
	async open(): Promise<string> {
		for (let tries = 1; this.port === 0; tries++) {
			const port = PORTS.first + (next++ % PORTS.count);
			if (await this.listens(port, tries === PORTS.count)) this.port = port;
		}
		return `http://127.0.0.1:${this.port}`;
	}

	/** Listens again at the same port. */
	private async reopen(): Promise<void> {
		for (
			let tries = 1;
			!this.stopped && !(await this.listens(this.port, tries === REOPEN.tries));
			tries++
		)
			await sleep(REOPEN.pause);
	}

	/** Tries a port; false where it is taken, an error if that was the last try. */
	private async listens(port: number, last: boolean): Promise<boolean> {
		const server = createServer((socket) => this.pass(socket)).listen(port, '127.0.0.1');
		try {
			await once(server, 'listening');
		} catch (error) {
			if (last || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
			return false;
		}
		this.server = server;
		return true;
	}

	/** Closes it for good. Throws where it could not be opened again. */
	async stop(): Promise<void> {
		this.stopped = true;
		clearTimeout(this.timer);
		await this.reopened;
		for (const socket of this.sockets) socket.destroy();
		await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
	}

	private pass(inside: Socket): void {
		this.connections += 1;
		const outside = connect(this.target, '127.0.0.1');
		for (const [from, to] of [
			[inside, outside],
			[outside, inside],
		] as const) {
			this.sockets.add(from);
			from.pipe(to);
			from.on('error', () => to.destroy());
			from.on('close', () => {
				this.sockets.delete(from);
				to.end();
			});
		}
		if (this.closing === undefined || this.connections !== this.closing.after) return;
		this.closedAt = Date.now();
		this.server?.close();
		this.timer = setTimeout(() => {
			this.reopened = this.reopen();
			// The call of stop() is told.
			this.reopened.catch(() => undefined);
		}, this.closing.millis);
	}
}

/** An address where nobody listens: a port that was only just given back may be someone else's by now. */
export const CLOSED_ADDRESS = `http://127.0.0.1:${NOBODY}`;
