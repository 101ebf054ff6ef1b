import { at, textOf } from '../../../shared/base/values';
import { customApiCall } from '../../../shared/operations/customApiCall';
import { ROWS_PER_PAGE } from '../../limits';
import { isNextPage } from '../../records/pages';

/** Any request to Salesforce; the rows of a query have one form of pages (salesforce-engagement 2.5). */
export const apiCall = customApiCall({
	service: 'Salesforce',
	example: '/services/data/v67.0/sobjects/Contact/003000000000001AAA',
	pages: (call) => ({
		call(_page, _size, previous) {
			const next = textOf(at(previous, 'nextRecordsUrl'));
			return next === undefined ? call : { ...call, path: next, query: undefined };
		},
		rows: (body) => {
			const rows = at(body, 'records');
			return Array.isArray(rows) ? rows : [body];
		},
		more: (body) => at(body, 'done') === false && isNextPage(textOf(at(body, 'nextRecordsUrl'))),
		size: ROWS_PER_PAGE,
	}),
});
