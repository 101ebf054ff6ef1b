import { failed } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import { id } from '../../../shared/form/fields';
import { pathPart } from '../../../shared/http/replies';
import { notFound } from '../../../shared/operations/reading';
import { simplified } from '../../../shared/operations/simplify';
import { ID } from '../../fields/common';
import { shapeOf } from '../../records/shapes';
import { readOne } from '../../records/written';
import { VENDOR } from '../../replies';

const RESPONSE = ['status', 'rating', 'score', 'answers', 'createdAt', 'updatedAt'];

/** Get Response: what a customer has answered to a satisfaction form (kustomer 4.8). */
export const getResponse = defineOperation({
	name: 'Get Response',
	value: 'getResponse',
	action: 'Get satisfaction response',
	description: 'Read what a customer has answered to a satisfaction form',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [id('id', 'Satisfaction Response ID', { ...ID, required: true })],
	simplify: simplified(RESPONSE),
	limits: { records: 1 },
	returns: shapeOf(RESPONSE),
	async send(session, { records }) {
		const key = records[0].id;
		const read = await readOne(session, `/v1/satisfaction-responses/${pathPart(key)}`);
		if (!read.ok) return [failed(read.failure)];
		return [
			read.value === undefined
				? notFound(VENDOR, 'satisfaction response', key, { httpCode: 404 })
				: { ok: true, id: key, json: read.value },
		];
	},
});
