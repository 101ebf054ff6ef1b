import { failed } from '../../../shared/errors';
import { remember } from '../../../shared/memory';
import type { Operation } from '../../../shared/operation';
import { at, isObject, textOf } from '../../../shared/values';
import { simplified } from '../../records/simplify';
import { notNamed } from '../account';

const KEPT = ['company_name', 'zgid', 'primary_email', 'phone', 'website', 'country_code', 'currency', 'iso_code', 'time_zone'];

/** Get: the organization that the credential belongs to, asked for once per run (contract 6). */
export const getOrganization: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get organization',
	description: 'Read the organization that the connected account belongs to: its name, currency, time zone and licence',
	input: 'form',
	reads: true,
	fields: [],
	simplify: simplified(KEPT),
	limits: { records: 1 },
	returns: { id: 'string', ...Object.fromEntries(KEPT.map((name) => [name, 'string' as const])) },
	async send(session) {
		const read = await remember(session, 'organization', async () => {
			const answer = await session.call({ method: 'GET', path: '/bigin/v2/org' });
			return answer.ok ? { ok: true as const, value: { status: answer.status, organization: at(answer.body, 'org', 0) } } : answer;
		});
		if (!read.ok) return [failed(read.failure)];
		const { status, organization } = read.value;
		return [isObject(organization) ? { ok: true, id: textOf(organization.id), json: organization } : notNamed('organization', status)];
	},
};
