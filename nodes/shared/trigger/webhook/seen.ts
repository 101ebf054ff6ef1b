import type { IDataObject } from 'n8n-workflow';

/** Maximum number of IDs that this process remembers for a node. */
const MOST = 10_000;
/** Maximum number of IDs to store beyond the process: n8n writes all of them to its database with each event. */
const MOST_STORED = 1_000;
/** Maximum number of nodes to remember; the one whose webhook was called least recently is dropped. */
const MOST_NODES = 1_000;

/** The state of an ID: it was taken, or another request is taking it and the promise will tell. */
type Known = true | Promise<boolean>;

const nodes = new Map<string, Map<string, Known>>();

/**
 * The events that a node has taken, by ID. They are kept in this process, because concurrent requests do not see each
 * other's writes to n8n's static data, and in the static data, because the process may restart.
 */
export class Seen {
	private readonly ids: Map<string, Known>;

	/**
	 * @param place identifies the node
	 * @param stored the node's static data
	 */
	constructor(
		place: string,
		private readonly stored: IDataObject,
	) {
		this.ids = nodes.get(place) ?? new Map();
		nodes.delete(place);
		nodes.set(place, this.ids);
		const [oldest] = nodes.keys();
		if (nodes.size > MOST_NODES && oldest !== undefined) nodes.delete(oldest);
		const before = Array.isArray(stored.seen) ? stored.seen : [];
		for (const id of before)
			if (typeof id === 'string' && !this.ids.has(id)) this.ids.set(id, true);
	}

	/**
	 * Takes events, each once.
	 * @param names the names of each event of a delivery; an event with a known name was taken before, one without names
	 * never was
	 * @param take receives the positions of the new events; returns false if they must come again
	 * @returns what `take` returned
	 */
	async once(
		names: ReadonlyArray<readonly string[]>,
		take: (fresh: number[]) => Promise<boolean>,
	): Promise<boolean> {
		// Wait before claiming anything, so that two deliveries never wait for each other.
		for (let busy = this.inHand(names); busy.length > 0; busy = this.inHand(names))
			await Promise.all(busy);
		let settle: (taken: boolean) => void = () => undefined;
		const outcome = new Promise<boolean>((resolve) => (settle = resolve));
		const mine: string[] = [];
		const fresh: number[] = [];
		for (const [position, ids] of names.entries()) {
			if (ids.some((id) => this.ids.has(id))) continue;
			fresh.push(position);
			mine.push(...ids);
			for (const id of ids) this.ids.set(id, outcome);
		}
		let taken = false;
		try {
			taken = await take(fresh);
		} finally {
			for (const id of mine) {
				this.ids.delete(id);
				if (taken) this.ids.set(id, true);
			}
			settle(taken);
		}
		if (taken && mine.length > 0) this.store();
		return taken;
	}

	/** The pending outcomes of other requests for these names. If they fail, this request takes the events. */
	private inHand(names: ReadonlyArray<readonly string[]>): Array<Promise<boolean>> {
		return names.flat().flatMap((id) => {
			const known = this.ids.get(id);
			return known === undefined || known === true ? [] : [known];
		});
	}

	private store(): void {
		for (const id of this.ids.keys()) {
			if (this.ids.size <= MOST) break;
			this.ids.delete(id);
		}
		const taken = [...this.ids].flatMap(([id, known]) => (known === true ? [id] : []));
		this.stored.seen = taken.slice(-MOST_STORED);
	}
}
