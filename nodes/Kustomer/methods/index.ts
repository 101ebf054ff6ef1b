import { kustomerApiTest } from './credentialTest';
import { listSearch } from './listSearch';
import { loadOptions } from './loadOptions';
import { resourceMapping } from './resourceMapping';

/** What the form asks Kustomer for while it is filled in, and the test of its credential. */
export const methods = {
	credentialTest: { kustomerApiTest },
	listSearch,
	loadOptions,
	resourceMapping,
};
