import { khorosMarketingApiTest, khorosMarketingCrmApiTest } from './credentialTest';
import { loadOptions, resourceMapping } from './fields';

/** What the form asks the CRM for while it is filled in. */
export const methods = {
	credentialTest: { khorosMarketingApiTest, khorosMarketingCrmApiTest },
	loadOptions,
	resourceMapping,
};
