import { toShareCrm } from '../../../nodes/ShareCrm/fields/values';

it.each([
	['N_1, N_2', ['N_1', 'N_2']],
	[
		['N_1', 'N_2'],
		['N_1', 'N_2'],
	],
	['N_1', ['N_1']],
])('the files of ShareCRM from %j', (value, paths) => {
	expect(
		toShareCrm(value, { type: 'file_attachment' }, "'Files'", 'files', {
			timezone: 'UTC',
			options: {},
		}),
	).toEqual(paths.map((path) => ({ path, name: path })));
});
