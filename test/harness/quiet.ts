/* eslint-disable @n8n/community-nodes/no-restricted-globals */

// n8n logs every failed node to the console; must be set before n8n is loaded.
process.env.N8N_LOG_LEVEL = 'silent';
