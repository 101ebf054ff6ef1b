/** Milliseconds that a fake server takes for each request. */
export const LATENCY = 50;
/** Requests under way at once: what our nodes do by default. */
export const PARALLEL = 5;
/** Turns of a scenario. */
export const TURNS = 3;
/** Turns of one that takes a second or two: a median of three would tell more of the moment than of the node. */
export const MANY_TURNS = 9;
export const N8N_PORT = 5950;
export const SANDBOX_PORT = 5960;
/** n8n's type names of the nodes of this package begin with it. */
export const PACKAGE_NAME = 'n8n-nodes-customer-engagement';
