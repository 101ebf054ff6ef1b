import { shareCrmApiTest } from './credentialTest';
import { listSearch } from './listSearch';
import { loadOptions } from './loadOptions';
import { resourceMapping } from './resourceMapping';

/** What the form asks ShareCRM for while it is filled in, and the test of its credential. */
export const methods = {
	credentialTest: { shareCrmApiTest },
	listSearch,
	loadOptions,
	resourceMapping,
};
