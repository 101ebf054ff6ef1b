import { shareCrmBaseline, shareCrmReadBaseline, shareCrmUpsertBaseline } from './baselines.mjs';
import { chat } from './records.mjs';
import { ours } from './scenario.mjs';

const RECORDS = 25_000;

const session = (operation, parameters) =>
	ours('shareCrm', 'shareCrmApi', {
		resource: 'customerServiceSession',
		operation,
		...parameters,
	});

const fromChat = {
	inputMode: 'define',
	name: '={{ $json.visitor }}',
	additionalFields: { owner: { __rl: true, mode: 'id', value: '={{ $json.agent }}' } },
};

/** An app of its own for each run, because the limit of an app outlives a run. */
const SHARED = { vendor: 'shareCrm', source: chat, appEachRun: true };

const WITH_THE_LIMIT = {
	...SHARED,
	bar: '<= 1.05 x the time the limit dictates, 0 throttle replies',
	passes: ({ ours: mine, baseline, throttled }) => mine <= 1.05 * baseline && throttled === 0,
};

export const SHARE_CRM_SCENARIOS = [
	...[100, 150].map((count) => ({
		...WITH_THE_LIMIT,
		name: `ShareCRM, ${count} sessions with the limit on`,
		count,
		node: session('create', fromChat),
		baseline: shareCrmBaseline,
	})),
	{
		...WITH_THE_LIMIT,
		name: 'ShareCRM, 150 sessions by Create or Update with the limit on',
		count: 150,
		node: session('upsert', { ...fromChat, matchOn: 'name' }),
		baseline: shareCrmUpsertBaseline,
	},
	{
		...SHARED,
		name: `ShareCRM, ${RECORDS.toLocaleString('en-US')} sessions read with the limit on`,
		count: RECORDS,
		reads: true,
		seed: ({ tenant }, count) => {
			for (let index = 0; index < count; index++)
				tenant.add('CustomerServiceSessionObj', { name: `Record ${index}` });
		},
		node: session('getAll', { returnAll: true, simplify: false }),
		baseline: shareCrmReadBaseline,
		bar: '<= 1.2 x baseline, 0 throttle replies',
		passes: ({ ours: mine, baseline, throttled }) => mine <= 1.2 * baseline && throttled === 0,
	},
];
