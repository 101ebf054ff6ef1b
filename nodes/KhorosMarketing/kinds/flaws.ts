import { isObject, show } from '../../shared/base/values';
import type { DeclaredField } from '../metadata';
import type { Answered } from './contract';

/** One point in which an answer breaks the contract. */
export interface Flaw {
	/** Where: `created`, `[2].interactions[0].author.handle`. */
	field: string;
	/** What is wrong, as the end of a sentence. */
	text: string;
}

type Check = (value: unknown, field: string) => Flaw[];

/** A date and a time with an offset (khoros-marketing 5.2). */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
/** Types of a declared field (khoros-marketing 4.10). */
export const FIELD_TYPES = ['checkbox', 'single_sel_list', 'text', 'textarea'] as const;

const text: Check = (value, field) =>
	typeof value === 'string' ? [] : [flaw(field, 'must be text', value)];
const filled: Check = (value, field) =>
	typeof value === 'string' && value !== ''
		? []
		: [flaw(field, 'must be text that is not empty', value)];
const flag: Check = (value, field) =>
	typeof value === 'boolean' ? [] : [flaw(field, 'must be true or false', value)];
const moment: Check = (value, field) =>
	typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(Date.parse(value))
		? []
		: [flaw(field, 'must be a date and time such as 2026-03-04T09:15:31.000Z', value)];
const link: Check = (value, field) =>
	typeof value === 'string' && /^https?:\/\/[^\s/]/i.test(value)
		? []
		: [flaw(field, 'must be a link that begins with https://', value)];
const oneOf =
	(values: readonly string[]): Check =>
	(value, field) =>
		values.some((entry) => entry === value)
			? []
			: [flaw(field, `must be ${values.join(' or ')}`, value)];

/** An object with keys that must be there. */
const object =
	(required: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
	(value, field) => {
		if (!isObject(value)) return [flaw(field, 'must be an object', value)];
		const inside = (name: string) => (field === '' ? name : `${field}.${name}`);
		return [
			...Object.entries(required).flatMap(([name, check]) =>
				value[name] === undefined || value[name] === null
					? [{ field: inside(name), text: 'is missing' }]
					: check(value[name], inside(name)),
			),
			...Object.entries(optional).flatMap(([name, check]) =>
				value[name] === undefined || value[name] === null ? [] : check(value[name], inside(name)),
			),
		];
	};
const listOf =
	(check: Check): Check =>
	(value, field) =>
		Array.isArray(value)
			? value.flatMap((entry, index) => check(entry, `${field}[${index}]`))
			: [flaw(field, 'must be a list', value)];

/** khoros-marketing 5.3, 5.4: texts that may be empty have to be there. */
const interaction = object(
	{
		created: moment,
		body: text,
		linkUrl: text,
		serviceId: filled,
		service: filled,
		contentType: filled,
	},
	{
		author: object({ service: text, serviceId: text, handle: text, name: text, brandOwned: flag }),
	},
);

/** khoros-marketing 5.2. */
const caseRecord = object(
	{
		id: filled,
		number: filled,
		customerId: filled,
		title: text,
		description: text,
		url: link,
		lastUpdated: moment,
		created: moment,
		status: oneOf(['open', 'closed']),
	},
	{ interactions: listOf(interaction) },
);

/** khoros-marketing 5.5. */
const customer = object({ id: filled, url: link });

const choice = object({ name: filled, value: text });
/** khoros-marketing 4.10. */
const metadata = object({
	name: oneOf(['case', 'customer']),
	fields: listOf(
		object(
			{ name: filled, label: filled, type: oneOf(FIELD_TYPES), searchable: flag },
			{ listValues: listOf(choice) },
		),
	),
});

const ANSWERS: Record<Answered, Check> = {
	case: caseRecord,
	cases: listOf(caseRecord),
	customer,
	customers: listOf(customer),
	metadata,
};

/** Where an answer breaks the contract. */
export function flawsOf(answers: Answered, body: unknown): Flaw[] {
	return ANSWERS[answers](body, '').map(({ field, text: what }) => ({
		field: field === '' ? 'The answer' : field,
		text: what,
	}));
}

/** Where the values of a record do not fit the fields that the CRM has declared (khoros-marketing 5.5). */
export function flawsOfDeclared(
	record: unknown,
	declared: readonly DeclaredField[],
	prefix = '',
): Flaw[] {
	const checks = declared.map(({ name, type, values }): [string, Check] => [
		name,
		type === 'checkbox'
			? oneOfAny([true, false, 'true', 'false'])
			: type === 'single_sel_list'
				? oneOf(['', ...values.map(({ value }) => value)])
				: text,
	]);
	return object({}, Object.fromEntries(checks))(record, prefix);
}

function oneOfAny(values: readonly unknown[]): Check {
	return (value, field) =>
		values.includes(value) ? [] : [flaw(field, 'must be true or false', value)];
}

function flaw(field: string, must: string, value: unknown): Flaw {
	return { field, text: `${must}, but is ${show(value)}` };
}

/** The first flaws in one sentence. */
export function told(flaws: readonly Flaw[], most = 3): string {
	const named = flaws.slice(0, most).map(({ field, text: what }) => `'${field}' ${what}`);
	return `${named.join('; ')}${flaws.length > most ? `; and ${flaws.length - most} more` : ''}`;
}
