import type { IHookFunctions } from 'n8n-workflow';

import { lastingMemory } from '../../../shared/base/lasting';
import { at, isObject, textOf } from '../../../shared/base/values';
import { placeOf } from '../../../shared/trigger/webhook/kept';

/** What Khoros was told of this CRM. */
export interface Registered {
	/** Number of the CRM in Khoros; absent where its reply did not tell it. */
	crmId?: string;
	/** The number that was chosen in the options; absent where none was. */
	chosen?: string;
	/** Hash of everything that Khoros was told. */
	mark: string;
	/** The address that Khoros calls. */
	instanceUrl: string;
	/** Credential of the access token: the number belongs to its company. */
	credential: string;
	/** When Khoros was told, in milliseconds. */
	toldAt: number;
}

/** Key in the static data of the workflow. n8n keys that of a node by its name, which a user may change. */
const KEY = 'khorosCrms';

/** n8n stores the static data only if all triggers of the workflow are activated, but Khoros knows the CRM by then. */
const memory = lastingMemory<Registered>(Infinity, 1_000);

/** The latest registration of this node; undefined before the first one. */
export function known(context: IHookFunctions): Registered | undefined {
	const here = memory.get(placeOf(context));
	const there = stored(context);
	return (here?.toldAt ?? 0) > (there?.toldAt ?? 0) ? here : there;
}

/** Remembers a registration. */
export function keep(context: IHookFunctions, registered: Registered): void {
	memory.set(placeOf(context), registered);
	const data = context.getWorkflowStaticData('global');
	data[KEY] = {
		...(isObject(data[KEY]) ? data[KEY] : {}),
		[context.getNode().id]: { ...registered },
	};
}

function stored(context: IHookFunctions): Registered | undefined {
	const entry = at(context.getWorkflowStaticData('global')[KEY], context.getNode().id);
	const mark = textOf(at(entry, 'mark'));
	if (mark === undefined) return undefined;
	return {
		mark,
		crmId: textOf(at(entry, 'crmId')),
		chosen: textOf(at(entry, 'chosen')),
		instanceUrl: textOf(at(entry, 'instanceUrl')) ?? '',
		credential: textOf(at(entry, 'credential')) ?? '',
		toldAt: Number(at(entry, 'toldAt')),
	};
}
