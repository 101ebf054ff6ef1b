import { failed } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { isObject, textOf } from '../../../shared/base/values';
import { simplified } from '../../../shared/operations/simplify';
import { notNamed, organizationOf } from '../account';

const KEPT = [
	'company_name',
	'zgid',
	'primary_email',
	'phone',
	'website',
	'country_code',
	'currency',
	'iso_code',
	'time_zone',
];

/** Get: the organization that the credential belongs to, read once per run (bigin 6). */
export const getOrganization = defineOperation({
	name: 'Get',
	value: 'get',
	action: 'Get organization',
	description:
		'Read the organization that the connected account belongs to: its name, currency, time zone and license',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [],
	simplify: simplified(KEPT),
	limits: { records: 1 },
	returns: { id: 'string', ...Object.fromEntries(KEPT.map((name) => [name, 'string' as const])) },
	async send(session) {
		const read = await organizationOf(session);
		if (!read.ok) return [failed(read.failure)];
		const { status, organization } = read.value;
		return [
			isObject(organization)
				? { ok: true, id: textOf(organization.id), json: organization }
				: notNamed('organization', status),
		];
	},
});
