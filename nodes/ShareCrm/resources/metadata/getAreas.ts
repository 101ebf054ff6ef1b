import { failed, found } from '../../../shared/base/errors';
import { rowsAt } from '../../metadata';
import { defineOperation } from '../../../shared/form/defineOperation';
import { post } from '../../records/call';

/** Get Areas: countries, provinces and cities with their codes; the key of the list differs between sources (sharecrm 7). */
export const getAreas = defineOperation({
	name: 'Get Areas',
	value: 'getAreas',
	action: 'Get areas',
	description:
		'List the countries, provinces, cities and districts with the codes that areas are written by',
	input: 'form',
	reads: true,
	fields: [],
	limits: { records: 1 },
	returns: { value: 'string', label: 'string', children: [{ value: 'string', label: 'string' }] },
	async send(session, { options }) {
		const answer = await post(session, '/cgi/crm/countryAreaOptions/get', {}, options, {
			reads: true,
		});
		if (!answer.ok) return [failed(answer.failure)];
		const lists = [
			['countryAreaOptions'],
			['datas'],
			['data', 'countryAreaOptions'],
			['data', 'datas'],
			['data'],
		].map((keys) => rowsAt(answer.body, ...keys));
		return [found(lists.find((rows) => rows.length > 0) ?? [])];
	},
});
