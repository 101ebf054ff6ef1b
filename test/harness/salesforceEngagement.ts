import type { IDataObject } from 'n8n-workflow';

import type { FakeServer } from '../../sandbox/core/fakeServer';
import { SalesforceEngagementFakeServer } from '../../sandbox/salesforceEngagement/fakeServer';
import { credentialsOf, startFakeServer } from './sandbox';
import { runNode, type RunResult, type RunSpec } from './workflow';

export const USER = 'salesforceEngagementOAuth2Api';
export const APP = 'salesforceEngagementClientCredentialsOAuth2Api';
export const DIRECT = '/services/data/v67.0/connect/service-excellence/engagement-interactions';
export const BATCH = '/services/data/v67.0/composite/batch';
export const create = { authentication: 'oAuth2', resource: 'interaction', operation: 'create' };
export const define = {
	...create,
	inputMode: 'define',
	communicationChannel: 'Voice Call',
	startDateTime: '2026-03-02T09:15:00.000Z',
	attendeeVerified: false,
};
export const autoMap = { ...create, inputMode: 'autoMap' };

/** An interaction that can be told from the others. */
export function record(index: number, more: IDataObject = {}): IDataObject {
	return {
		attendeeVerified: index % 2 === 0,
		communicationChannel: 'Voice Call',
		startDateTime: '2026-03-02T09:15:00.000Z',
		externalIdentifierId: `call-${index}`,
		...more,
	};
}

/** Interactions, some of them changed. */
export function records(count: number, change: Record<number, IDataObject> = {}): IDataObject[] {
	return Array.from({ length: count }, (_, index) => record(index, change[index]));
}

/** A running org for the tests of one file. */
export class Org {
	fakeServer!: FakeServer<SalesforceEngagementFakeServer>;

	/** Starts the org before the tests, empties it before each and stops it after them. */
	constructor() {
		beforeAll(async () => {
			this.fakeServer = await startFakeServer(new SalesforceEngagementFakeServer());
		});
		afterAll(async () => await this.fakeServer.stop());
		beforeEach(() => this.fakeServer.reset());
	}

	async run(spec: Omit<RunSpec, 'node' | 'credentials'> & Partial<RunSpec>): Promise<RunResult> {
		return await runNode({
			node: 'salesforceEngagement',
			credentials: credentialsOf(this.fakeServer, USER),
			...spec,
		});
	}

	/** The interactions, in the order they were stored. */
	stored(): IDataObject[] {
		return this.fakeServer.vendor.stored().EngagementInteraction as IDataObject[];
	}

	/** Bodies of all requests to the API. */
	bodies(): unknown[] {
		return this.fakeServer.requests
			.filter(({ method, path }) => method === 'POST' && path.startsWith('/services/data'))
			.map(({ body }) => body);
	}

	/** Every item of the output stands for the record of the input item it links to. */
	expectLinks(result: RunResult): void {
		const byId = new Map(this.stored().map((entry) => [entry.id, entry.externalIdentifierId]));
		for (const { json, pairedItem } of result.items)
			expect(byId.get(json.id as string)).toBe(`call-${(pairedItem as { item: number }).item}`);
	}
}

/** Input items that nobody could find again once their reply is lost. */
export function unnamed(count: number): IDataObject[] {
	return records(count).map((record) => ({ ...record, externalIdentifierId: undefined }));
}
