import { boolean } from '../../shared/form/fields';

/** The page spells the ID of the customer in two ways (khoros-marketing 6.1). */
export const alsoSendCustomId = boolean('alsoSendCustomId', 'Also Send customId', {
	description:
		'Whether to send the customer ID a second time as customId, for a CRM that was built after this spelling of the specification',
});
