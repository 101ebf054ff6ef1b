import type { Change } from './feed';
import { isBefore, type Point } from './state';

/** The changes that a scan has found, by record: the earliest ones, as many as may be given out. */
export class Backlog {
	/** From here on changes were left out. */
	cut?: Point;
	/** How many changes were taken in so far. */
	added = 0;
	private readonly byId = new Map<string, Change>();

	constructor(private readonly most: number) {}

	get(id: string): Change | undefined {
		return this.byId.get(id);
	}

	/** @returns false where it is left to a later poll */
	add(change: Change): boolean {
		if (this.cut !== undefined && !isBefore(change, this.cut)) return false;
		this.byId.set(change.id, change);
		this.added += 1;
		// Not with every change, because sorting takes time.
		if (this.byId.size > 2 * this.most) this.trim();
		return true;
	}

	/** What is to be given out, oldest first. */
	inOrder(): Change[] {
		this.trim();
		return this.sorted();
	}

	/** Leaves these, and forgets what was given out. */
	keep(changes: readonly Change[]): void {
		this.byId.clear();
		for (const change of changes) this.byId.set(change.id, change);
	}

	private sorted(): Change[] {
		return [...this.byId.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1));
	}

	private trim(): void {
		if (this.byId.size <= this.most) return;
		const sorted = this.sorted();
		const [first] = sorted.slice(this.most);
		if (first) this.cut = { changedAt: first.changedAt, id: first.id };
		this.keep(sorted.slice(0, this.most));
	}
}
