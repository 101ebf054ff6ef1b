import { customApiCall } from '../../../shared/operations/customApiCall';
import { operator } from '../../fields/pickers';
import { actingAs } from '../../records/call';

/** Any request to ShareCRM; each is a POST with its data in the body (sharecrm 0.5). */
export const apiCall = customApiCall({
	service: 'ShareCRM',
	example: '/cgi/crm/v2/data/query',
	options: [operator],
	prepare: (call, options) => ({
		...call,
		headers: { ...call.headers, ...actingAs(options).headers },
	}),
});
