/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Ports that no system hands out by itself, so that nobody else takes one while its door is closed. */
const PORTS = { first: 20_000, count: 10_000 };
/** A port where nobody ever listens. */
const NOBODY = 1;

/** A door before a stand-in, which can be closed: then the host refuses connections, as when a service restarts. */
export class Door {
	/** Milliseconds since the epoch at which it was closed; 0 if never. */
	closedAt = 0;
	/** Connections that came in. */
	connections = 0;

	private server: Server;
	private port = 0;
	private reopening?: NodeJS.Timeout;
	private readonly sockets = new Set<Socket>();

	/**
	 * @param target port of the stand-in
	 * @param closing the connection after which it closes, and for how many milliseconds; open all the time if absent
	 */
	constructor(
		private readonly target: number,
		private readonly closing?: { after: number; millis: number },
	) {
		this.server = createServer((socket) => this.pass(socket));
	}

	/** Opens the door. Returns its address. */
	async open(): Promise<string> {
		while (!(await this.listens(this.port || PORTS.first + Math.floor(Math.random() * PORTS.count))));
		return `http://127.0.0.1:${this.port}`;
	}

	/** Tries a port; false where another door has it. */
	private async listens(port: number): Promise<boolean> {
		return await new Promise((resolve) => {
			this.server.once('error', () => resolve(false));
			this.server.listen(port, '127.0.0.1', () => {
				this.port = port;
				resolve(true);
			});
		});
	}

	async stop(): Promise<void> {
		clearTimeout(this.reopening);
		for (const socket of this.sockets) socket.destroy();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private pass(inside: Socket): void {
		this.connections += 1;
		const outside = connect(this.target, '127.0.0.1');
		for (const [from, to] of [[inside, outside], [outside, inside]] as const) {
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
		this.server.close();
		this.reopening = setTimeout(() => {
			this.server = createServer((socket) => this.pass(socket));
			void this.open();
		}, this.closing.millis);
	}
}

/** An address where nobody listens: a port that was only just given back may be someone else's by now. */
export const CLOSED_ADDRESS = `http://127.0.0.1:${NOBODY}`;
