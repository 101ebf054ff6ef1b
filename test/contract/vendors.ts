import { bigin } from '../../nodes/Bigin/vendor';
import { kustomer } from '../../nodes/Kustomer/vendor';
import { salesforceEngagement } from '../../nodes/SalesforceEngagement/vendor';
import type { Vendor } from '../../nodes/shared/operation';

/** Every vendor by the folder of its node. */
export const VENDORS: Array<{ folder: string; vendor: Vendor }> = [
	{ folder: 'Bigin', vendor: bigin },
	{ folder: 'Kustomer', vendor: kustomer },
	{ folder: 'SalesforceEngagement', vendor: salesforceEngagement },
];
