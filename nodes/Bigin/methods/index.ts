import { listSearch } from './listSearch';
import { loadOptions } from './loadOptions';
import { resourceMapping } from './resourceMapping';

/** The requests that the form makes while a user fills it in. */
export const methods = { listSearch, loadOptions, resourceMapping };
