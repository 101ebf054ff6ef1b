/** Most subrequests of a composite batch (salesforce-engagement 4.1). */
export const RECORDS_PER_CALL = 25;

/** A Developer Edition org takes five requests of 20 seconds and more at once (salesforce-engagement 7.2). */
export const PARALLEL = 5;
