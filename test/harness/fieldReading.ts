import { InputError } from '../../nodes/shared/base/errors';
import { type Field, type ReadContext } from '../../nodes/shared/form/fields';

export const FORM: ReadContext = {
	from: 'form',
	timezone: 'Europe/Berlin',
	prefix: '',
	options: {},
};

export const JSON_PLACE: ReadContext = { ...FORM, from: 'json' };

export const read = (field: Field, value: unknown, context = FORM) => field.read(value, context);

export const refusal = (work: () => unknown): InputError => {
	try {
		work();
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		return error as InputError;
	}
	throw new Error('nothing was refused');
};
