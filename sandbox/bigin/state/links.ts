/** Which records are linked with each other, seen from both sides (bigin 4.9). */
export class Links {
	private readonly pairs = new Map<string, Set<string>>();

	clear(): void {
		this.pairs.clear();
	}

	/** Ids of another module's records that a record is linked with. */
	of(id: string, other: string): readonly string[] {
		return [...(this.pairs.get(`${id} ${other}`) ?? [])];
	}

	/** True where the link is new. */
	add(module: string, id: string, other: string, otherId: string): boolean {
		const isNew = this.put(id, other, otherId);
		this.put(otherId, module, id);
		return isNew;
	}

	/** True where there was a link. */
	remove(module: string, id: string, other: string, otherId: string): boolean {
		this.pairs.get(`${otherId} ${module}`)?.delete(id);
		return this.pairs.get(`${id} ${other}`)?.delete(otherId) ?? false;
	}

	private put(id: string, other: string, otherId: string): boolean {
		const key = `${id} ${other}`;
		const ids = this.pairs.get(key) ?? new Set();
		this.pairs.set(key, ids);
		const isNew = !ids.has(otherId);
		ids.add(otherId);
		return isNew;
	}
}
