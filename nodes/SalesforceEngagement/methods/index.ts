import { salesforceEngagementJwtApiTest } from './credentialTest';
import { listSearch } from './listSearch';
import { loadOptions } from './loadOptions';
import { resourceMapping } from './resourceMapping';

/** What the form asks Salesforce for while it is filled in. */
export const methods = {
	credentialTest: { salesforceEngagementJwtApiTest },
	listSearch,
	loadOptions,
	resourceMapping,
};
