import type { Resource } from '../../../shared/form/operation';
import { getCustomViews } from './getCustomViews';
import { getFields } from './getFields';
import { getLayouts } from './getLayouts';
import { getModules } from './getModules';
import { getRelatedLists } from './getRelatedLists';

export const metadata: Resource = {
	name: 'Metadata',
	value: 'metadata',
	operations: [getFields, getModules, getLayouts, getRelatedLists, getCustomViews],
};
