const NAMES = ['bigin', 'kustomer', 'salesforceEngagement', 'shareCrm', 'khorosMarketing'];

/** The fake servers of the start command, as another process sees them. */
export class FakeServers {
	/** @param firstPort the port of the first one; the others follow in order */
	constructor(firstPort) {
		this.firstPort = firstPort;
	}

	url(name) {
		return `http://127.0.0.1:${this.firstPort + NAMES.indexOf(name)}`;
	}

	async get(name, what) {
		return await (await fetch(`${this.url(name)}/__sandbox/${what}`)).json();
	}

	/** What a fake server holds, by kind of record. */
	async stored(name) {
		return await this.get(name, 'stored');
	}

	async requests(name) {
		return await this.get(name, 'requests');
	}

	async reset(name) {
		await fetch(`${this.url(name)}/__sandbox/reset`, { method: 'POST' });
	}

	/** What the page of a fake server says to enter in a credential, by the label of the field. */
	async valuesOf(name, credential) {
		const page = await (await fetch(this.url(name))).text();
		const part = page
			.split('<h2>')
			.find((text) => text.startsWith(`Your own credential: ${credential}<`));
		const rows = part?.matchAll(/<th>(.*?)<\/th><td><code>(.*?)<\/code>/g) ?? [];
		return Object.fromEntries(
			[...rows].map(([, label, value]) => [unescaped(label), unescaped(value)]),
		);
	}
}

function unescaped(text) {
	return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}
