import { choice, list, text } from '../../../nodes/shared/form/fields';
import { action, listing } from '../../../nodes/Kustomer/records/action';

const entry = { name: 'Tag', value: 'tag', action: 'Tag object', description: 'Tag an object' };
const fields = [text('id', 'ID', { required: true }), list('tags', 'Tags')] as const;
const sort = choice('sort', 'Sort', ['asc', 'desc']);

/** Compiled, never run: each expected refusal is one of the type check of `npm test`. */
export function refusedByTheCompiler() {
	return [
		action({
			...entry,
			keeps: [],
			fields,
			options: [sort],
			// @ts-expect-error a misspelt field
			call: ({ id, tgas }) => ({ method: 'PUT', path: `/v1/${id}`, body: { tgas } }),
		}),
		action({
			...entry,
			keeps: [],
			fields,
			options: [sort],
			// @ts-expect-error a misspelt option
			call: ({ id }, { srot }) => ({ method: 'PUT', path: `/v1/${id}`, body: { srot } }),
		}),
		action({
			...entry,
			keeps: [],
			fields,
			// @ts-expect-error an optional field may be absent
			call: ({ id, tags }) => ({ method: 'PUT', path: `/v1/${id}`, body: { many: tags.length } }),
		}),
		listing({
			...entry,
			fields,
			options: [sort],
			// @ts-expect-error a misspelt field
			list: ({ ide }, options) => ({ path: `/v1/${ide}`, query: { sort: options.sort } }),
		}),
	];
}

it('an action of Kustomer names the object of its item, so that two items about one are sent in turn', () => {
	const change = action({
		...entry,
		keeps: [],
		changes: true,
		fields,
		call: ({ id }) => ({ method: 'PUT', path: `/v1/${id}` }),
	});
	expect(change.identity?.({ id: 'a' }, {})).toEqual(['a']);
});
