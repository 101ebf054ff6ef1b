import { failed, InputError } from '../../../shared/base/errors';
import { choice, id, upFront } from '../../../shared/form/fields';
import { defineOperation } from '../../../shared/form/defineOperation';
import { pathPart } from '../../../shared/http/replies';
import { at, isObject, textOf } from '../../../shared/base/values';
import { ID, picked, shownFor } from '../../fields/common';
import { orNotFound } from '../../records/get';
import { notFound } from '../../../shared/operations/reading';
import { VENDOR } from '../../replies';
import { notNamed } from '../account';
import { simpleUser, USER } from './shape';

const whose = upFront(
	choice(
		'whose',
		'User to Get',
		[
			{ name: 'Chosen User', value: 'chosen' },
			{
				name: 'Connected User',
				value: 'connected',
				description: 'The user that the credential belongs to',
			},
		],
		{ default: 'chosen' },
	),
);

const user = upFront(
	shownFor(
		picked(id('id', 'User', { ...ID, description: 'The user to read' }), 'searchUsers'),
		'whose',
		['chosen'],
	),
);

/** Get: a user by ID, or the one that the credential belongs to (bigin 6). */
export const getUser = defineOperation({
	name: 'Get',
	value: 'get',
	action: 'Get user',
	description: 'Read one user of Bigin by its ID, or the connected user',
	input: 'form',
	reads: true,
	nothingFound: 'fail',
	fields: [whose, user],
	simplify: simpleUser,
	limits: { records: 1 },
	returns: USER,
	finish({ whose: chosen, ...asked }) {
		if (chosen === 'connected') return {};
		// If an expression yields nothing, refuse the item: another user's data must not be returned instead.
		if (asked.id === undefined)
			throw new InputError(
				"'User' is missing",
				'id',
				"Choose a user, or set 'User to Get' to 'Connected User'.",
			);
		return asked;
	},
	async send(session, { records }) {
		const wanted = textOf(records[0].id);
		const answer = await session.call({
			method: 'GET',
			...(wanted === undefined
				? { path: '/bigin/v2/users', query: { type: 'CurrentUser' } }
				: { path: `/bigin/v2/users/${pathPart(wanted)}` }),
		});
		if (!answer.ok)
			return [failed(wanted === undefined ? answer.failure : orNotFound(answer.failure, wanted))];
		const found = at(answer.body, 'users', 0);
		if (isObject(found)) return [{ ok: true, id: textOf(found.id), json: found }];
		return [
			wanted === undefined
				? notNamed('user', answer.status)
				: notFound(VENDOR, 'user', wanted, { httpCode: answer.status }),
		];
	},
});
