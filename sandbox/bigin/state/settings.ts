/** What tests may change of the fake server. */
export interface Settings {
	/** Time of all stamps. */
	clock: () => Date;
	/** Milliseconds until search and COQL show a change; without one they show it at once (bigin 4.7). */
	indexLag: number;
	/** True where lists lag as well. */
	listLag: boolean;
	/** Records that pages reach before a page token is needed (bigin 4.1). */
	pageTokenFrom: number;
	/** Milliseconds that an export or import takes, by the clock. */
	bulkMillis: number;
	/** Records of one page of an export (bigin 10.1). */
	bulkReadPage: number;
	/** Ids of records whose times lists do not tell. */
	timeless: Set<string>;
	/** Ids of records that are listed, but refused when they are asked for. */
	refused: Set<string>;
	/** True where lists and exports give their first page out again and again, and always promise more. */
	endless: boolean;
}

/** A time in Bigin's form: whole seconds with an offset. */
export function stamp(date: Date): string {
	return date.toISOString().replace(/\.\d+Z$/, '+00:00');
}
