import * as workflow from 'n8n-workflow';

/** True where the tests run in the engine of n8n 1, which knows neither causes of errors nor a time for polls. */
export const N8N_1 = !('TIMED_CAUSES' in workflow);
