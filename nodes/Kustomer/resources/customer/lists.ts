import type { Operation } from '../../../shared/form/operation';
import { pathPart } from '../../../shared/http/replies';
import { conversation } from '../../kinds/conversation';
import { customer as kind } from '../../kinds/customer';
import { listing } from '../../records/action';
import { objectId } from '../../records/shapes';
import { MESSAGE } from '../message/shape';
import { NOTE } from '../note/shape';

const id = objectId(kind);

/** A list of what belongs to one customer. */
function listOf(name: string, what: string, simple: readonly string[]): Operation {
	return listing({
		name: `Get ${name}`,
		value: `get${name}`,
		action: `Get ${what} of customer`,
		description: `Get the ${what} of a customer`,
		simple,
		fields: [id],
		list: (asked) => ({ path: `/v1/customers/${pathPart(String(asked.id))}/${what}` }),
	});
}

/** What belongs to one customer (kustomer 2.7, 4.1 and 4.2). */
export const lists: readonly Operation[] = [
	listOf('Conversations', 'conversations', conversation.simple),
	listOf('Messages', 'messages', MESSAGE),
	listOf('Notes', 'notes', NOTE),
];
