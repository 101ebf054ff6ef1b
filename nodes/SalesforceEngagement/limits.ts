/** Most subrequests of a composite batch (salesforce-engagement 4.1). */
export const RECORDS_PER_CALL = 25;

/** Most records of a collection (salesforce-engagement 4.5). */
export const RECORDS_PER_COLLECTION = 200;

/** A Developer Edition org takes five requests of 20 seconds and more at once (salesforce-engagement 7.2). */
export const PARALLEL = 5;

/** Most rows of a page of a query (salesforce-engagement 2.5). */
export const ROWS_PER_PAGE = 2_000;

/** Longest list of names or keys in the address of a query: with the rest below the 8 KB that servers commonly take. */
export const LIST_LENGTH = 6_000;

/** Limits of a payload of graphs (salesforce-engagement 4). */
export const GRAPHS_PER_CALL = 75;
export const NODES_PER_CALL = 500;
