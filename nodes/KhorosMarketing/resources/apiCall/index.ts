import { customApiCall } from '../../../shared/operations/customApiCall';

/** Any request to the CRM. */
export const crmApiCall = customApiCall({ service: 'the CRM', example: '/case/case_301' });

/** Any request to Khoros' own API; its lists stand in `data` (khoros-marketing 8.3). */
export const khorosApiCall = {
	...customApiCall({ service: 'Khoros Marketing', example: '/v2/me', list: ['data'] }),
	name: 'Khoros API Call',
	value: 'khorosApiCall',
};
