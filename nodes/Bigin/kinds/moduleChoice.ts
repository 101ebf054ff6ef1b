import { choice, type Field } from '../../shared/form/fields';
import { MODULES } from './index';

/**
 * The choice of a module, for operations that work on records of several modules.
 * @param apis API names of the modules on offer; all seven if absent
 */
export function moduleChoice(apis?: readonly string[]): Field<'module', string, true> {
	const modules = MODULES.filter(({ api }) => apis?.includes(api) ?? true).map(({ name, api }) => ({
		name,
		value: api,
	}));
	return choice(
		'module',
		'Module',
		modules.sort((a, b) => a.name.localeCompare(b.name)),
		{
			required: true,
			default: 'Contacts',
			description: `The kind of record${apis === undefined ? '' : '; Bigin supports no others here'}`,
		},
	);
}
