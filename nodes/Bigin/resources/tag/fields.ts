import { text, type Field } from '../../../shared/fields';
import { moduleChoice } from '../../fields/moduleChoice';

/** Longest name; Zoho CRM's figure (contract 5.4). */
const NAME = 25;

/** Each module has tags of its own. */
export const tagModule = moduleChoice('The kind of record that the tag is for; each has tags of its own');

export const PATH = '/bigin/v2/settings/tags';

/** What makes a tag, new or changed. */
export const tagFields: readonly Field[] = [text('name', 'Name', { required: true, max: NAME, placeholder: 'e.g. VIP' }), { ...colour(), upFront: true }];

function colour(): Field {
	const field = text('color_code', 'Color', { placeholder: 'e.g. #57B1FD', pattern: /^#[\da-f]{6}$/i, expects: 'a color such as #57B1FD' });
	return { ...field, property: { ...field.property, type: 'color' } };
}
