import { refusal, type Json, type Person, type Refusal } from '../http/wire';
import type { Row } from './table';

/** A tag as records carry it; they share it with the book, so a new name shows on all of them. */
export interface Tag {
	name: string;
	id: string;
	color_code: string | null;
}

interface Kept {
	tag: Tag;
	made: Json;
}

/** Longest name of a tag (bigin 5.4). */
const MAX_NAME = 25;
/** Most tags of a record (bigin 5.4). */
export const MAX_TAGS = 10;

/** The tags of one module (bigin 5.4). */
export class TagBook {
	private readonly tags = new Map<string, Kept>();

	constructor(private readonly newId: () => string) {}

	all(): Json[] {
		return [...this.tags.values()].map(({ tag, made }) => ({ ...tag, ...made }));
	}

	has(id: string): boolean {
		return this.tags.has(id);
	}

	byName(name: string): Tag | undefined {
		const wanted = name.toLowerCase();
		for (const { tag } of this.tags.values()) if (tag.name.toLowerCase() === wanted) return tag;
		return undefined;
	}

	/** The tag of this name, created if it does not exist. */
	take(name: string, by: Person, now: string): Tag {
		const known = this.byName(name);
		if (known) return known;
		const tag = { name, id: this.newId(), color_code: null };
		const user = { id: by.id, name: by.name };
		this.tags.set(tag.id, {
			tag,
			made: { created_time: now, modified_time: now, created_by: user, modified_by: user },
		});
		return tag;
	}

	/** What is wrong with a name for a tag, new or of this id. */
	wrong(name: unknown, id?: string): Refusal | undefined {
		if (name === undefined) return refusal('MANDATORY_NOT_FOUND', { api_name: 'name' });
		if (typeof name !== 'string' || name === '')
			return refusal('INVALID_DATA', { api_name: 'name', expected_data_type: 'string' });
		if (name.length > MAX_NAME)
			return refusal('INVALID_DATA', { api_name: 'name', maximum_length: MAX_NAME });
		const other = this.byName(name);
		return other && other.id !== id
			? refusal('DUPLICATE_DATA', { api_name: 'name', id: other.id })
			: undefined;
	}

	change(id: string, changes: Partial<Tag>, by: Person, now: string): Json | undefined {
		const kept = this.tags.get(id);
		if (!kept) return undefined;
		Object.assign(kept.tag, changes);
		Object.assign(kept.made, { modified_time: now, modified_by: { id: by.id, name: by.name } });
		return { ...kept.tag, ...kept.made };
	}

	remove(id: string): boolean {
		return this.tags.delete(id);
	}
}

/** The tags of a record. */
export const tagsOf = (row: Row): readonly Tag[] => (row.Tag ?? []) as Tag[];
