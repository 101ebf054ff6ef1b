import { defineOperation } from '../../../shared/form/defineOperation';
import type { Values } from '../../../shared/form/fields';
import type { Resource } from '../../../shared/form/operation';
import { pathPart } from '../../../shared/http/replies';
import type { Session } from '../../../shared/http/session';
import { crm, crmId, PATH, returns, save } from './fields';

/** Register: makes a CRM known to Khoros (khoros-marketing 7). */
const register = defineOperation({
	name: 'Register',
	value: 'register',
	action: 'Register custom CRM',
	description: 'Make a CRM known to Khoros by its address and its secret',
	input: 'form',
	fields: crm('Secret'),
	limits: { records: 1 },
	creates: true,
	returns,
	send: async (session, { records: [record] }) => [
		await save(session, { method: 'POST', path: PATH }, record),
	],
});

const update = defineOperation({
	...register,
	name: 'Update',
	value: 'update',
	action: 'Update custom CRM',
	description: 'Change name, address or secret of a CRM; Khoros wants all three each time',
	fields: [crmId, ...crm('Secret')],
	creates: false,
	identity: ({ crmId: number }) => [number],
	send: change,
});

/** Rotate Secret: a change like any other, since Khoros takes the secret with name and address alone (khoros-marketing 7). */
const rotateSecret = defineOperation({
	...update,
	name: 'Rotate Secret',
	value: 'rotateSecret',
	action: 'Rotate secret of custom CRM',
	description:
		'Give Khoros a new secret for a CRM; change it in the credential of the CRM right after that',
	fields: [crmId, ...crm('New Secret')],
});

type Crm = Values<[typeof crmId, ...ReturnType<typeof crm>]>;

async function change(session: Session, { records: [record] }: { records: [Crm, ...Crm[]] }) {
	const { crmId: number, ...body } = record;
	return [
		await save(session, { method: 'PATCH', path: `${PATH}/${pathPart(number)}` }, body, {
			id: number,
		}),
	];
}

export const customCrm: Resource = {
	name: 'Custom CRM',
	value: 'customCrm',
	operations: [register, update, rotateSecret],
};
