import type { Resource, Vendor } from '../shared/form/operation';
import { nodeParameter } from '../shared/http/parameter';
import { dryRunFor } from '../shared/operations/dryRun';
import { connect } from './api';
import { authentication } from './fields/authentication';
import { KINDS } from './kinds';
import { PARALLEL, RECORDS_PER_CALL } from './limits';
import { withRoles } from './metadata';
import { kindResource } from './records';
import { bulkOperations } from './records/bulk';
import { VENDOR } from './replies';
import { apiCall } from './resources/apiCall';
import { attachment } from './resources/attachment';
import { bulkJob } from './resources/bulkJob';
import { conversation } from './resources/conversation';
import { customer } from './resources/customer';
import { draft } from './resources/draft';
import { inboundHook } from './resources/inboundHook';
import { message } from './resources/message';
import { note } from './resources/note';
import { settingResources } from './resources/organization/lists';

const { company, customObject } = KINDS;

/** Operations that delete, merge, redact or send, which offer a dry run. */
const DRY_RUNS = [
	'delete',
	'deleteBulk',
	'forward',
	'invite',
	'merge',
	'redact',
	'reply',
	'run',
	'schedule',
	'send',
	'sendAndWait',
	'start',
];

function withDryRuns(resources: readonly Resource[]): Resource[] {
	return resources.map((resource) =>
		resource === apiCall ? resource : dryRunFor(resource, DRY_RUNS),
	);
}

/** All resources and operations of Kustomer: an operation that is not listed here does not exist. */
export const kustomer: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	batchSize: RECORDS_PER_CALL,
	before: [authentication],
	async connect(context, options) {
		const session = await connect(context, options);
		// A person's token might be refused there, and each refusal has it renewed (kustomer 1.4).
		const byKey = nodeParameter(context, 'authentication', 'apiKey') === 'apiKey';
		return byKey ? withRoles(session) : session;
	},
	resources: withDryRuns([
		conversation,
		message,
		draft,
		note,
		customer,
		...[company, customObject].map((kind) => kindResource(kind, bulkOperations(kind))),
		attachment,
		...settingResources,
		bulkJob,
		inboundHook,
		apiCall,
	]),
};
