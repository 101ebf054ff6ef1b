import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

import { biginTrigger } from '../../nodes/Bigin/trigger';
import { bigin } from '../../nodes/Bigin/vendor';
import { khorosMarketing } from '../../nodes/KhorosMarketing/vendor';
import { kustomerTrigger } from '../../nodes/Kustomer/trigger';
import { kustomerPolling } from '../../nodes/Kustomer/trigger/polling';
import { kustomer } from '../../nodes/Kustomer/vendor';
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

/** Every trigger, how it learns of changes, and what it reads from its form. */
export const TRIGGERS: Array<{
	name: string;
	by: 'polling' | 'webhook';
	read: (context: IPollFunctions & IHookFunctions) => unknown;
}> = [
	{ name: 'biginTrigger', by: 'polling', read: biginTrigger },
	{ name: 'kustomerPollingTrigger', by: 'polling', read: kustomerPolling },
	{ name: 'kustomerTrigger', by: 'webhook', read: kustomerTrigger },
];
