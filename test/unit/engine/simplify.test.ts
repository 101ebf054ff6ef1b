import { simplified } from '../../../nodes/shared/operations/simplify';

it.each([
	['a lookup to its name', { owner: { id: '7', name: 'Ava' } }, { owner: 'Ava' }],
	['a lookup without a name to its ID', { owner: { id: '7' } }, { owner: '7' }],
	['an empty lookup to nothing', { owner: { id: null, name: null } }, { owner: null }],
	['tags to their names', { owner: [{ name: 'vip', color: 'red' }] }, { owner: ['vip'] }],
	[
		'no address to nothing',
		{ owner: [{ email: 'a@b.example' }] },
		{ owner: [{ email: 'a@b.example' }] },
	],
	['no custom field to nothing', { owner: { orderStr: '7' } }, { owner: { orderStr: '7' } }],
])('Simplify cuts %s', (_what, row, simple) => {
	expect(simplified(['owner'])({ id: '1', ...row, other: 'left out' })).toEqual({
		id: '1',
		...simple,
	});
});
