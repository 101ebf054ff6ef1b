import { text, upFront, type Field } from '../../../shared/form/fields';
import type { AccountField } from '../../../shared/form/fields/account';
import type { AccountFieldsSource } from '../../../shared/form/operation';
import { moduleChoice } from '../../kinds/moduleChoice';

/** Maximum characters of a name. The figure is Zoho CRM's (bigin 5.4). */
const NAME = 25;

/** Each module has tags of its own. */
export const tagModule = moduleChoice();

export const PATH = '/bigin/v2/settings/tags';

/** The fields of a new or changed tag. */
export const tagFields = [
	text('name', 'Name', { required: true, max: NAME, placeholder: 'e.g. VIP' }),
	upFront(color()),
] as const;

/** The keys that Bigin adds to a tag. */
const FILLED_IN = ['id', 'created_time', 'created_by', 'modified_time', 'modified_by'];

/** All keys of a tag. There are no others (bigin 5.4), so no metadata has to be read. */
export const tagKeys: AccountFieldsSource = {
	load: async () =>
		await Promise.resolve({
			ok: true,
			value: [
				...tagFields.map(({ name, property }) => tagKey(name, property.displayName, true)),
				...FILLED_IN.map((name) => tagKey(name, name, false)),
			],
		}),
};

function tagKey(name: string, label: string, writable: boolean): AccountField {
	return { name, label, writable, read: (value) => value };
}

function color(): Field<'color_code', string, false> {
	const field = text('color_code', 'Color', {
		placeholder: 'e.g. #57B1FD',
		pattern: /^#[\da-f]{6}$/i,
		expects: 'a color such as #57B1FD',
	});
	return { ...field, property: { ...field.property, type: 'color' } };
}
