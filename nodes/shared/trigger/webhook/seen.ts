import type { IDataObject } from 'n8n-workflow';

/** Most IDs that this process remembers for a node. */
const MOST = 10_000;
/** Most IDs that outlive the process: n8n writes all of them to its database with each event. */
const MOST_STORED = 1_000;
/** Most nodes that are remembered; the one whose webhook was not called for the longest time makes room. */
const MOST_NODES = 1_000;

/** What is known of an ID: it was taken, or it is being taken by another request that will tell. */
type Known = true | Promise<boolean>;

const nodes = new Map<string, Map<string, Known>>();

/**
 * The events that a node has taken, by ID.
 * They are kept in this process, because requests at the same time do not see what the others write to n8n's static data,
 * and in the static data, because the process may be started anew.
 */
export class Seen {
	private readonly ids: Map<string, Known>;

	/**
	 * @param place what tells the node from all others
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
	 * @param names the names of each event of a delivery; one that bears a known name was taken, one without names never
	 * @param take gets the positions of those that are new; false where they are to come again
	 */
	async once(
		names: ReadonlyArray<readonly string[]>,
		take: (fresh: number[]) => Promise<boolean>,
	): Promise<boolean> {
		// Wait before anything is claimed, so that two deliveries never wait for each other.
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

	/** What other requests are doing with these. If they fail, this one is the repetition. */
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
