import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import { choice, id, text, type Field, type Values } from '../../shared/form/fields';

/** Greatest signed number of 64 bits (khoros-marketing 2: the docs tool prints int32 and means int64). */
const MAX_LONG = 9_223_372_036_854_775_807n;

/** An id of Khoros: sent as the text it came as, because a number would lose digits. */
function longId<Name extends string>(
	name: Name,
	displayName: string,
	description: string,
): Field<Name, string, false> {
	const expects = `a whole number from 0 to ${MAX_LONG}`;
	const field = id(name, displayName, {
		form: /^\d{1,19}$/,
		expects,
		placeholder: 'e.g. 90210',
		description,
	});
	return {
		...field,
		read(value, context) {
			const read = field.read(value, context);
			if (read !== undefined && BigInt(read) > MAX_LONG) {
				throw new InputError(
					`'${context.prefix}${displayName}' must be ${expects}, but is ${read}`,
					name,
				);
			}
			return read;
		},
	};
}

/** What the headers of Khoros say about the agent (khoros-marketing 2). */
export const agent = [
	text('agentEmail', 'Agent Email', {
		placeholder: 'e.g. name@email.com',
		pattern: /^(?=[!-~]+$).+@./,
		expects: 'an email address such as name@email.com',
		description: 'Email of the Khoros agent who acts',
	}),
	choice(
		'agentEmailHeader',
		'Agent Email Header',
		[
			{ name: 'Khoros Care (X-Sf-Email)', value: 'x-sf-email' },
			{ name: 'Khoros Marketing (X-Sf-User-Email)', value: 'x-sf-user-email' },
		],
		{ default: 'x-sf-user-email', description: 'Which header carries the email of the agent' },
	),
	longId('companyId', 'Company ID', 'ID of the company in Khoros that the agent works for'),
	longId('initiativeId', 'Initiative ID', 'ID of the initiative in Khoros that the agent has open'),
] as const;

/** The headers of a request: who acts, and where. What is not given is not sent. */
export function agentHeaders({
	agentEmail,
	agentEmailHeader = 'x-sf-user-email',
	initiativeId,
	companyId,
}: Values<typeof agent>): IDataObject {
	const headers: IDataObject = {
		[agentEmailHeader]: agentEmail,
		'x-sf-initiative': initiativeId,
		'x-sf-company-id': companyId,
	};
	return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}
