import { listSearch } from './listSearch';
import { loadOptions } from './loadOptions';
import { resourceMapping } from './resourceMapping';

/** What the form asks Bigin for while it is filled in. */
export const methods = { listSearch, loadOptions, resourceMapping };
