import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { ArmedFault } from '../../sandbox/core/faults';
import type { FakeServer } from '../../sandbox/core/fakeServer';
import { KustomerFakeServer } from '../../sandbox/kustomer/fakeServer';
import { SalesforceEngagementFakeServer } from '../../sandbox/salesforceEngagement/fakeServer';
import { credentialsOf } from '../harness/sandbox';
import { runNode, type RunResult, type RunSpec } from '../harness/workflow';

export const CUSTOMER = '5a1234567890123456789012';

export const BULK = '/conversations/bulk';

export const BATCH = 'composite/batch';

/** What a request that takes this long has stored is younger than the request by any clock that tells seconds. Milliseconds. */
const SLOW = 2_600;

/** A reply that is lost after the records were stored, slowly. */
export const lostReply = (path: string): ArmedFault[] => [
	{ fault: { kind: 'latency', millis: SLOW }, times: 1, path },
	{ fault: { kind: 'dropAfter' }, times: 1, path },
];

/** A request that never arrives. */
export const lostRequest = (path: string): ArmedFault => ({
	fault: { kind: 'dropBefore' },
	times: 1,
	path,
});

export const conversation = (
	externalId: string | undefined,
	more: IDataObject = {},
): IDataObject => ({
	customer: CUSTOMER,
	name: 'Late',
	...(externalId === undefined ? {} : { externalId }),
	...more,
});

export const interaction = (externalIdentifierId: string, more: IDataObject = {}): IDataObject => ({
	externalIdentifierId,
	attendeeVerified: false,
	communicationChannel: 'Web Chat',
	startDateTime: '2026-03-02T09:15:00.000Z',
	reason: 'Late',
	...more,
});

export async function createConversations(
	fakeServer: FakeServer<KustomerFakeServer>,
	items: IDataObject[],
	options: INodeParameters = {},
	spec: Partial<RunSpec> = {},
): Promise<RunResult> {
	return await runNode({
		node: 'kustomer',
		parameters: {
			resource: 'conversation',
			operation: 'createBulk',
			inputMode: 'autoMap',
			requestOptions: options,
		},
		credentials: credentialsOf(fakeServer, 'kustomerApi'),
		items,
		onError: 'continueErrorOutput',
		...spec,
	});
}

export async function createInteractions(
	fakeServer: FakeServer<SalesforceEngagementFakeServer>,
	items: IDataObject[],
	options: INodeParameters = {},
): Promise<RunResult> {
	return await runNode({
		node: 'salesforceEngagement',
		parameters: {
			authentication: 'oAuth2',
			resource: 'interaction',
			operation: 'create',
			inputMode: 'autoMap',
			requestOptions: options,
		},
		credentials: credentialsOf(fakeServer, 'salesforceEngagementOAuth2Api'),
		items,
		onError: 'continueErrorOutput',
	});
}

export const source = ({ pairedItem }: INodeExecutionData) => (pairedItem as { item: number }).item;

export const details = ({ json }: INodeExecutionData) => json.details as IDataObject;
