import { failed } from '../../../shared/errors';
import { id, type Field } from '../../../shared/fields';
import type { Operation } from '../../../shared/operation';
import { pathPart } from '../../../shared/replies';
import { at, isObject, textOf } from '../../../shared/values';
import { ID, picked } from '../../fields/common';
import { notFound } from '../../records/get';
import { notNamed } from '../account';
import { simpleUser, USER } from './shape';

const user: Field = { ...picked(id('id', 'User', { ...ID, description: 'The user to read; the connected user if left out' }), 'searchUsers'), upFront: true };

/** Get: a user by its id, or the one that the credential belongs to (contract 6). */
export const getUser: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get user',
	description: 'Read one user of Bigin by its ID, or the connected user',
	input: 'form',
	reads: true,
	fields: [user],
	simplify: simpleUser,
	limits: { records: 1 },
	returns: USER,
	async send(session, { records }) {
		const wanted = textOf(records[0]?.id);
		const answer = await session.call({ method: 'GET', ...(wanted === undefined ? { path: '/bigin/v2/users', query: { type: 'CurrentUser' } } : { path: `/bigin/v2/users/${pathPart(wanted)}` }) });
		if (!answer.ok) return [failed(answer.failure)];
		const found = at(answer.body, 'users', 0);
		if (isObject(found)) return [{ ok: true, id: textOf(found.id), json: found }];
		return [wanted === undefined ? notNamed('user', answer.status) : notFound('user', wanted, answer.status)];
	},
};
