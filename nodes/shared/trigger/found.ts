import type { Entry } from './feed';
import { isBefore, type Point } from './state';

/** The changes that a reading has found, by record: the earliest ones, as many as may be given out. */
export class Found {
	/** From here on changes were left out. */
	cut?: Point;
	private readonly byId = new Map<string, Entry>();

	constructor(private readonly most: number) {}

	get(id: string): Entry | undefined {
		return this.byId.get(id);
	}

	/** @returns false where it is left to a later poll */
	add(entry: Entry): boolean {
		if (this.cut !== undefined && !isBefore(entry, this.cut)) return false;
		this.byId.set(entry.id, entry);
		// Not with every entry, because sorting takes time.
		if (this.byId.size > 2 * this.most) this.trim();
		return true;
	}

	/** What is to be given out, oldest first. */
	inOrder(): Entry[] {
		this.trim();
		return this.sorted();
	}

	/** Leaves these, and forgets what was given out. */
	keep(entries: readonly Entry[]): void {
		this.byId.clear();
		for (const entry of entries) this.byId.set(entry.id, entry);
	}

	private sorted(): Entry[] {
		return [...this.byId.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
	}

	private trim(): void {
		if (this.byId.size <= this.most) return;
		const sorted = this.sorted();
		const [first] = sorted.slice(this.most);
		if (first) this.cut = { stamp: first.stamp, id: first.id };
		this.keep(sorted.slice(0, this.most));
	}
}
