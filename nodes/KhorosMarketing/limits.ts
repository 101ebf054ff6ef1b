/** Guess: no limit is documented (khoros-marketing 8.0), and the server is one CRM of one customer. */
export const PARALLEL = 5;
