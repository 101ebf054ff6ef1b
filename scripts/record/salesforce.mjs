const V = '/services/data/v67.0';
const EI = `${V}/connect/service-excellence/engagement-interactions`;
const interaction = { attendeeVerified: false, communicationChannel: 'Web Chat', startDateTime: '2026-01-02T03:04:05.000Z', externalIdentifierId: 'recording-of-n8n' };
const DESCRIBE = ['keyPrefix', 'name', 'fields.*.name', 'fields.*.type', 'fields.*.length', 'fields.*.relationshipName', 'fields.*.referenceTo.*', 'childRelationships.*.childSObject', 'childRelationships.*.field'];
const describe = (object, facts) => ({ name: `describe-${object.toLowerCase()}`, settles: `the key prefix and the fields of ${object}`, facts, request: { method: 'GET', path: `${V}/sobjects/${object}/describe` }, keep: DESCRIBE, sandbox: 'The sandbox describes no objects.' });

export const salesforceEngagement = {
	folder: 'salesforce-engagement',
	variables: { token: 'SALESFORCE_TOKEN' },
	host: { name: 'SALESFORCE_INSTANCE_URL', hosts: /^[a-z0-9-]+(\.[a-z0-9-]+)*\.my\.salesforce\.com$/ },
	headers: { authorization: 'Bearer {{token}}' },
	keep: ['*.errorCode', '*.message', '*.fields.*', 'status.**', 'results.*.statusCode', 'results.*.result.*.errorCode', 'results.*.result.*.message', 'results.*.result.status.**', 'records.*.attributes.type', 'totalSize'],
	calls: [
		{ name: 'list-versions', settles: 'the newest version of the org', facts: ['salesforce-engagement 2.5', 'salesforce-engagement 14'], request: { method: 'GET', path: '/services/data/' }, keep: ['*.version', '*.url', '*.label'] },
		{ name: 'get-limits', settles: 'which limits the org has', facts: ['salesforce-engagement 7.2'], request: { method: 'GET', path: `${V}/limits` }, keep: ['**'], read: { partial: ['$', 'DailyApiRequests'], optional: [] } , sandbox: 'The sandbox tells one limit.' },
		{ name: 'unknown-version', settles: 'the reply for an unknown version', facts: ['salesforce-engagement 14'], request: { method: 'GET', path: '/services/data/v99.0/limits' } },
		describe('EngagementInteraction', ['salesforce-engagement 2.1', 'salesforce-engagement 13']),
		describe('EngagementAttendee', ['salesforce-engagement 2.2', 'salesforce-engagement 13']),
		describe('EngagementTopic', ['salesforce-engagement 2.3', 'salesforce-engagement 13']),
		{ name: 'create-interaction', writes: true, settles: 'the status of the reply and its status.code', facts: ['salesforce-engagement 1.8', 'salesforce-engagement 13'], request: { method: 'POST', path: EI, body: { engagementInteraction: interaction } }, take: { newId: 'engagementInteraction.id' } },
		{ name: 'create-in-batch', writes: true, settles: 'whether a batch takes this resource', facts: ['salesforce-engagement 4.1', 'salesforce-engagement 13'], request: { method: 'POST', path: `${V}/composite/batch`, body: { haltOnError: false, batchRequests: [{ method: 'POST', url: EI.replace('/services/data/', ''), richInput: { engagementInteraction: interaction } }] } }, take: { batchId: 'results.0.result.engagementInteraction.id' } },
		{ name: 'get-interaction', writes: true, needs: 'newId', settles: 'the form of custom fields and times in a Get', facts: ['salesforce-engagement 1.9'], request: { method: 'GET', path: `${EI}/{newId}` }, sandbox: 'The sandbox has no Get.' },
		{ name: 'delete-interaction', writes: true, cleansUp: true, settles: 'the reply to a deletion', facts: ['salesforce-engagement 1.10'], request: { method: 'DELETE', path: `${EI}/{newId}` }, sandbox: 'The sandbox deletes nothing.' },
		{ name: 'delete-interaction-of-batch', writes: true, cleansUp: true, settles: 'nothing: removes what the batch created', facts: ['salesforce-engagement 1.10'], request: { method: 'DELETE', path: `${EI}/{batchId}` }, sandbox: 'The sandbox deletes nothing.' },
		{ name: 'query-attendees', writes: true, needs: 'newId', afterwards: true, settles: 'whether a deletion takes attendees with it', facts: ['salesforce-engagement 1.1', 'salesforce-engagement 13'], request: { method: 'GET', path: `${V}/query`, query: { q: "SELECT Id FROM EngagementAttendee WHERE EngagementId = '{newId}'" } }, sandbox: 'The sandbox deletes nothing.' },
	],
};
