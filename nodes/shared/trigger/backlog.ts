import type { Change } from './feed';
import { isBefore, type Point } from './state';

/** The changes that a scan has found, by record. Keeps only the earliest ones, up to the number that may be emitted. */
export class Backlog {
	/** Changes from this point on were left out. */
	cut?: Point;
	/** Number of changes added so far. */
	added = 0;
	private readonly byId = new Map<string, Change>();

	constructor(private readonly most: number) {}

	get(id: string): Change | undefined {
		return this.byId.get(id);
	}

	/**
	 * @returns false if the change is left to a later poll
	 */
	add(change: Change): boolean {
		if (this.cut !== undefined && !isBefore(change, this.cut)) return false;
		this.byId.set(change.id, change);
		this.added += 1;
		// Trim rarely, because sorting takes time.
		if (this.byId.size > 2 * this.most) this.trim();
		return true;
	}

	/** The changes to emit, oldest first. */
	inOrder(): Change[] {
		this.trim();
		return this.sorted();
	}

	/** Keeps only these changes and forgets the emitted ones. */
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
