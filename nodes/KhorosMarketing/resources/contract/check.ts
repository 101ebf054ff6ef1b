import type { IDataObject } from 'n8n-workflow';

import { failed, found, type Outcome } from '../../../shared/base/errors';
import { defineOperation } from '../../../shared/form/defineOperation';
import type { Session } from '../../../shared/http/session';
import { secretHeaderOf } from '../../api';
import { agent, agentHeaders } from '../../fields/agent';
import { VENDOR } from '../../replies';
import { Probe } from './probe';
import { checkCases, checkCustomers, checkMetadata } from './steps';

/** Check: sends each of the ten requests to the CRM, and tells point by point where its answers break the contract. */
export const checkContract = defineOperation({
	name: 'Check',
	value: 'check',
	action: 'Check contract',
	description:
		'Send each of the ten requests of Khoros to the CRM, with a customer and a case made for that, and list where its answers break the contract',
	input: 'form',
	fields: [],
	options: agent,
	limits: { records: 1 },
	returns: {
		point: 'string',
		operation: 'string',
		request: 'string',
		result: 'string',
		details: 'string',
		status: 'integer',
		milliseconds: 'integer',
	},
	send: async (session, { records, options }) =>
		await Promise.all(records.map(async () => await check(session, options))),
});

async function check(session: Session, options: IDataObject): Promise<Outcome> {
	const probe = new Probe(session, agentHeaders(options));
	const stamp = new Date().toISOString();
	const closed = await probe.send('getMetadata', {
		id: 'customer',
		headers: { [secretHeaderOf(session)]: 'not-the-secret' },
	});
	if (closed.status === 0)
		return failed({
			message: closed.text ?? `${VENDOR} could not be reached`,
			description:
				"Check 'Base URL' in the credential, and that the workflow of the CRM is active.",
			executed: 'no',
		});
	probe.refusal('getMetadata', 'refuses a wrong secret', closed, [401]);
	const declared = await checkMetadata(probe);
	const customer = await checkCustomers(probe, declared.customer, stamp);
	await checkCases(probe, declared.case, customer, stamp);
	return found(probe.points.map((point) => ({ ...point })));
}
