import { startServer, waitUntilEditable } from '../n8nHost.mjs';
import { restOf, signIn } from '../n8nRest.mjs';
import { say } from '../steps.mjs';

/** The n8n of the test as a server that a topic can stop and start again. */
export class N8nServer {
	/** What n8n printed. */
	output = '';

	constructor(host, env, port) {
		Object.assign(this, { host, env, base: `http://127.0.0.1:${port}` });
	}

	/** Starts n8n, waits until its editor can be used, and signs in. */
	async start() {
		say('starting n8n');
		this.server = startServer(this.host, this.env, (text) => (this.output += text));
		await waitUntilEditable(this.base, this.server);
		const { cookie, setUp } = await signIn(this.base);
		this.cookie = cookie;
		/** True where this start set up the owner. */
		this.setUp = setUp;
		this.rest = restOf(this.base, cookie);
	}

	async stop() {
		await this.server?.stop();
		this.server = undefined;
	}
}
