/** Most conversations of a bulk request (kustomer 2.1). */
export const RECORDS_PER_CALL = 100;

/** kustomer 8 advises at most 95,000 bytes a body; the mark that each record gets takes up to 18 bytes of them. */
export const BYTES_PER_CALL = 95_000 - RECORDS_PER_CALL * 18;

/** A guess: no number is published, only a budget of requests per minute (kustomer 7). */
export const PARALLEL = 5;

/** Waits after a limit of one object or customer, which has no reset time (kustomer 7). Milliseconds. */
export const LIMIT_WAITS = [5_000, 15_000, 30_000];

/** Most rows on a page of a search, and most pages that Kustomer returns (kustomer 3.6). */
export const SEARCH_PAGE = 500;
export const SEARCH_PAGES = 100;

/** Searches of an organization's API keys in a window, and its milliseconds (kustomer 7). */
export const SEARCHES = 100;
export const SEARCH_WINDOW = 60_000;

/** A token lasts a day (kustomer 1.4), so a refusal this soon after a renewal means a missing role instead. Milliseconds. */
export const FRESH = 300_000;
