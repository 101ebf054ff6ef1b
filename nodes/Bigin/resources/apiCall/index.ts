import { customApiCall } from '../../../shared/operations/customApiCall';
import { pagesOf } from '../../records/rows';

/** Any request to Bigin. All its lists are paged the same way (bigin 4.1). */
export const apiCall = customApiCall({
	service: 'Bigin',
	example: '/bigin/v2/Contacts',
	list: ['data'],
	pages: ({ path, query, headers }) => pagesOf({ path, query, headers }, undefined),
});
