/** Most subrequests of a composite batch (salesforce-engagement 4.1). */
export const RECORDS_PER_CALL = 25;

/** Most records of a collection (salesforce-engagement 4.5). */
export const RECORDS_PER_COLLECTION = 200;

/** Records of a bulk job: a bound for the memory of n8n; Salesforce takes far more (salesforce-engagement 4.6). */
export const RECORDS_PER_JOB = 100_000;

/** Bytes of a bulk job: 150 MB are allowed once they are encoded, so 100 MB are advised (salesforce-engagement 4.6). */
export const BYTES_PER_JOB = 100 * 1024 * 1024;

/** Characters that a job takes in a field and in a record (salesforce-engagement 4.6). */
export const CHARACTERS_PER_CELL = 32_000;
export const CHARACTERS_PER_ROW = 400_000;

/** A Developer Edition org takes five requests of 20 seconds and more at once (salesforce-engagement 7.2). */
export const PARALLEL = 5;

/** Most rows of a page of a query (salesforce-engagement 2.5). */
export const ROWS_PER_PAGE = 2_000;

/** Longest list of names or keys in the address of a query: with the rest below the 8 KB that servers commonly take. */
export const LIST_LENGTH = 6_000;

/** Longest query in an address, encoded; a longer one is sent in a body (salesforce-engagement 16). */
export const ADDRESS_LENGTH = 7_600;

/** Longest list of values in one query, whose length is limited to 100,000 characters (salesforce-engagement 2.5). */
export const STATEMENT_LENGTH = 80_000;

/** Limits of a payload of graphs (salesforce-engagement 4). */
export const GRAPHS_PER_CALL = 75;
export const NODES_PER_CALL = 500;
