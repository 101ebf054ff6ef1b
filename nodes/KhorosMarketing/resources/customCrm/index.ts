import type { IDataObject } from 'n8n-workflow';

import type { Operation, Resource } from '../../../shared/form/operation';
import { pathPart } from '../../../shared/http/replies';
import type { Session } from '../../../shared/http/session';
import { crm, crmId, PATH, returns, save } from './fields';

/** Register: makes a CRM known to Khoros (khoros-marketing 7). */
const register: Operation = {
	name: 'Register',
	value: 'register',
	action: 'Register custom CRM',
	description: 'Make a CRM known to Khoros by its address and its secret',
	input: 'form',
	fields: crm('Secret'),
	limits: { records: 1 },
	creates: true,
	returns,
	send: async (session, { records: [record = {}] }) => [
		await save(session, { method: 'POST', path: PATH }, record),
	],
};

const update: Operation = {
	...register,
	name: 'Update',
	value: 'update',
	action: 'Update custom CRM',
	description: 'Change name, address or secret of a CRM; Khoros wants all three each time',
	fields: [crmId, ...crm('Secret')],
	creates: false,
	identity: ({ crmId: number }) => [String(number)],
	send: change,
};

/** Rotate Secret: a change like any other, since Khoros takes the secret with name and address alone (khoros-marketing 7). */
const rotateSecret: Operation = {
	...update,
	name: 'Rotate Secret',
	value: 'rotateSecret',
	action: 'Rotate secret of custom CRM',
	description:
		'Give Khoros a new secret for a CRM; change it in the credential of the CRM right after that',
	fields: [crmId, ...crm('New Secret')],
};

async function change(session: Session, { records: [record = {}] }: { records: IDataObject[] }) {
	const { crmId: number, ...body } = record;
	const id = String(number);
	return [await save(session, { method: 'PATCH', path: `${PATH}/${pathPart(id)}` }, body, { id })];
}

export const customCrm: Resource = {
	name: 'Custom CRM',
	value: 'customCrm',
	operations: [register, update, rotateSecret],
};
