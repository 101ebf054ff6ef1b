import type { IHookFunctions, IPollFunctions } from 'n8n-workflow';

import { biginTrigger } from '../../nodes/Bigin/trigger';
import { bigin } from '../../nodes/Bigin/vendor';
import { readForm } from '../../nodes/KhorosMarketing/trigger/crm';
import { khorosEventTrigger } from '../../nodes/KhorosMarketing/trigger/events';
import { khorosEventPolling } from '../../nodes/KhorosMarketing/trigger/events/polling';
import { khorosMarketing } from '../../nodes/KhorosMarketing/vendor';
import { kustomerTrigger } from '../../nodes/Kustomer/trigger';
import { kustomerPolling } from '../../nodes/Kustomer/trigger/polling';
import { kustomer } from '../../nodes/Kustomer/vendor';
import { salesforceEngagementTrigger } from '../../nodes/SalesforceEngagement/trigger';
import { salesforceOutboundTrigger } from '../../nodes/SalesforceEngagement/trigger/outbound';
import { salesforceEngagement } from '../../nodes/SalesforceEngagement/vendor';
import { shareCrmTrigger } from '../../nodes/ShareCrm/trigger';
import { shareCrmEventTrigger } from '../../nodes/ShareCrm/trigger/events';
import { readPushForm } from '../../nodes/ShareCrm/trigger/pushes';
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

/** Every trigger, how it learns of changes, what it reads from its form, whether the form narrows down deletions, too, and whether there is no event to choose. */
export const TRIGGERS: Array<{
	name: string;
	by: 'polling' | 'webhook';
	read: (context: IPollFunctions & IHookFunctions) => unknown;
	narrowsDeletions?: boolean;
	oneEvent?: boolean;
}> = [
	{ name: 'biginTrigger', by: 'polling', read: biginTrigger },
	{ name: 'khorosMarketingCrmTrigger', by: 'webhook', read: readForm },
	{ name: 'khorosMarketingEventPollingTrigger', by: 'polling', read: khorosEventPolling },
	{ name: 'khorosMarketingEventTrigger', by: 'webhook', read: khorosEventTrigger },
	{ name: 'kustomerPollingTrigger', by: 'polling', read: kustomerPolling },
	{ name: 'kustomerTrigger', by: 'webhook', read: kustomerTrigger },
	{
		name: 'salesforceEngagementTrigger',
		by: 'polling',
		read: salesforceEngagementTrigger,
		narrowsDeletions: true,
	},
	{
		name: 'salesforceEngagementOutboundTrigger',
		by: 'webhook',
		read: salesforceOutboundTrigger,
		oneEvent: true,
	},
	{ name: 'shareCrmTrigger', by: 'polling', read: shareCrmTrigger },
	{ name: 'shareCrmEventTrigger', by: 'webhook', read: shareCrmEventTrigger },
	{ name: 'shareCrmIntegrationTrigger', by: 'webhook', read: readPushForm },
];
