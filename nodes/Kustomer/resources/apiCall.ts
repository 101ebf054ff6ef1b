import { customApiCall } from '../../shared/operations/customApiCall';
import { flatResource } from '../../shared/formats/jsonApi';
import { isObject } from '../../shared/base/values';
import { pagesOf } from '../records/rows';

/** Any request to Kustomer; lists have one form of pages, and objects come flat (kustomer 6). */
export const apiCall = customApiCall({
	service: 'Kustomer',
	example: '/v1/conversations',
	list: ['data'],
	pages: ({ path, query, headers }) => pagesOf({ path, query, headers }),
	row: (value) => (isObject(value) && isObject(value.attributes) ? flatResource(value) : value),
});
