import type { IPollFunctions } from 'n8n-workflow';

import { biginTrigger } from '../../nodes/Bigin/trigger';
import { bigin } from '../../nodes/Bigin/vendor';
import { khorosMarketing } from '../../nodes/KhorosMarketing/vendor';
import { kustomer } from '../../nodes/Kustomer/vendor';
import { salesforceEngagementTrigger } from '../../nodes/SalesforceEngagement/trigger';
import { salesforceEngagement } from '../../nodes/SalesforceEngagement/vendor';
import { shareCrm } from '../../nodes/ShareCrm/vendor';
import type { Vendor } from '../../nodes/shared/form/operation';

/** Every vendor by the folder of its node. */
export const VENDORS: Array<{ folder: string; vendor: Vendor }> = [
	{ folder: 'Bigin', vendor: bigin },
	{ folder: 'KhorosMarketing', vendor: khorosMarketing },
	{ folder: 'Kustomer', vendor: kustomer },
	{ folder: 'SalesforceEngagement', vendor: salesforceEngagement },
	{ folder: 'ShareCrm', vendor: shareCrm },
];

/** Every trigger, with what it reads from its form, and whether the form has options for deletions. */
export const TRIGGERS: Array<{
	name: string;
	read: (context: IPollFunctions) => unknown;
	narrowsDeletions: boolean;
}> = [
	{ name: 'biginTrigger', read: biginTrigger, narrowsDeletions: false },
	{
		name: 'salesforceEngagementTrigger',
		read: salesforceEngagementTrigger,
		narrowsDeletions: true,
	},
];
