import { Refused, type Call, type Json, type Person, type Serve } from '../http/wire';
import { slice } from '../records/paging';

/** The user that the credential belongs to. */
export const SANDBOX_USER: Person = {
	id: '2034020000000457001',
	name: 'Sandbox User',
	email: 'user@sandbox.example',
};

const PEOPLE: ReadonlyArray<Person & { active: boolean }> = [
	{ ...SANDBOX_USER, active: true },
	{ id: '2034020000000457002', name: 'Priya Raman', email: 'priya@sandbox.example', active: true },
	{
		id: '2034020000000457003',
		name: 'Former Colleague',
		email: 'former@sandbox.example',
		active: false,
	},
];

/** Number of the organization, which imports have to name (bigin 10.2). */
export const ORG_ID = '60018234567';

export function personOf(id: string | undefined): Person | undefined {
	const found = PEOPLE.find((person) => person.id === id);
	return found && { id: found.id, name: found.name, email: found.email };
}

/** A user with the mixed case of keys that live replies have (bigin 6). */
function userOf({ id, name, email, active }: Person & { active: boolean }): Json {
	const [first, ...rest] = name.split(' ');
	const admin = id === SANDBOX_USER.id;
	return {
		id,
		full_name: name,
		first_name: first,
		last_name: rest.join(' '),
		email,
		mobile: null,
		phone: null,
		status: active ? 'active' : 'disabled',
		confirm: true,
		role: { id: '2034020000000026005', name: 'CEO' },
		profile: admin
			? { id: '2034020000000026011', name: 'Administrator' }
			: { id: '2034020000000026014', name: 'Standard' },
		time_zone: 'Africa/Nairobi',
		locale: 'en_US',
		language: 'en_US',
		date_format: 'MM/dd/yyyy',
		time_format: 'hh:mm a',
		zuid: `90${id.slice(-6)}`,
		country: 'US',
		state: null,
		city: null,
		street: null,
		zip: null,
		created_time: '2023-06-01T08:00:00+00:00',
		Modified_Time: '2023-06-01T08:00:00+00:00',
		created_by: { id: SANDBOX_USER.id, name: SANDBOX_USER.name },
		Modified_By: { id: SANDBOX_USER.id, name: SANDBOX_USER.name },
		category: 'regular_user',
		offset: 10800000,
		decimal_separator: '.',
		number_separator: ',',
	};
}

const KINDS: Record<string, (person: (typeof PEOPLE)[number], call: Call) => boolean> = {
	AllUsers: () => true,
	ActiveUsers: ({ active }) => active,
	DeactiveUsers: ({ active }) => !active,
	ConfirmedUsers: () => true,
	NotConfirmedUsers: () => false,
	DeletedUsers: () => false,
	ActiveConfirmedUsers: ({ active }) => active,
	AdminUsers: ({ id }) => id === SANDBOX_USER.id,
	ActiveConfirmedAdmins: ({ id }) => id === SANDBOX_USER.id,
	CurrentUser: ({ id }, { user }) => id === user.id,
};

/** Users and the organization (bigin 6). */
export function peopleRoutes(serve: Serve): void {
	serve('GET', '/bigin/v2/users', (call) => {
		const kind = KINDS[call.query.type ?? 'AllUsers'];
		if (!kind) throw new Refused(400, 'INVALID_DATA', { param_name: 'type' });
		return slice(
			'users',
			PEOPLE.filter((person) => kind(person, call)),
			call,
			userOf,
		);
	});
	serve('GET', '/bigin/v2/users/:id', ({ params }) => {
		const person = PEOPLE.find(({ id }) => id === params.id);
		if (!person) throw new Refused(400, 'INVALID_DATA', { id: params.id });
		return { users: [userOf(person)] };
	});
	serve('GET', '/bigin/v2/org', () => ({
		org: [
			{
				id: '2034020000000020005',
				company_name: 'Sandbox Travel',
				zgid: ORG_ID,
				currency: 'US Dollar - USD',
				currency_symbol: '$',
				iso_code: 'USD',
				time_zone: 'Africa/Nairobi',
				primary_email: SANDBOX_USER.email,
				country_code: 'US',
				license_details: {
					paid: true,
					paid_type: 'premier',
					paid_expiry: null,
					users_license_purchased: 3,
					trial_type: null,
				},
				photo_id: null,
				mc_status: false,
				domain_name: 'org60018234567',
				alias: null,
				street: null,
				city: null,
				state: null,
				zip: null,
				country: 'US',
			},
		],
	}));
}
