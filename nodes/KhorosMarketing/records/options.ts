import type { Field } from '../../shared/form/fields';
import { agent } from '../fields/agent';
import { alsoSendCustomId } from '../fields/customId';
import type { CrmKind } from '../kinds';

/** What the requests of a write need beside the record. */
export function optionsOf({ api }: CrmKind): readonly Field[] {
	return api === 'case' ? [...agent, alsoSendCustomId] : agent;
}
