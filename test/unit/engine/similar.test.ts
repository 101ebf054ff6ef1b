import { nearest } from '../../../nodes/shared/base/similar';

const NAMES = ['Last_Name', 'First_Name', 'Email', 'Title', 'id', 'Tag', 'Phone', 'Home_Phone'];

it.each([
	['Emial', 'Email'],
	['email', 'Email'],
	['E-Mail', 'Email'],
	['Titel', 'Title'],
	['LastName', 'Last_Name'],
	['Last_Nmae', 'Last_Name'],
	['Lst_Nam', 'Last_Name'],
	['home phone', 'Home_Phone'],
])("'%s' is meant for '%s'", (given, meant) => expect(nearest(given, NAMES)).toBe(meant));

it.each(['is', 'Tug', 'Shoe', 'Company', '', 'Last'])("'%s' matches none", (given) =>
	expect(nearest(given, NAMES)).toBeUndefined(),
);

it('compares only the first letters of long names, and no longer candidates', () => {
	const long = 'x'.repeat(1_000_000);
	expect(nearest(long, NAMES)).toBeUndefined();
	expect(nearest('Email', [long, 'Email'])).toBe('Email');
	expect(nearest(`Email${' '.repeat(1_000_000)}`, NAMES)).toBe('Email');
});
