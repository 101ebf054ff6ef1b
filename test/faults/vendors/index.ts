import type { IDataObject } from 'n8n-workflow';

import * as bigin from './bigin';
import { STEPS as BIGIN_STEPS } from './biginSteps';
import * as kustomer from './kustomer';
import { ACTIONS } from './kustomerActions';
import { RECORDS } from './kustomerRecords';
import { STEPS } from './kustomerSteps';
import { TALK } from './kustomerTalk';
import { BULK_WRITES } from './salesforceBulk';
import * as salesforceEngagement from './salesforceEngagement';
import { ORG_WRITES } from './salesforceOrg';
import * as shareCrm from './shareCrm';
import * as khorosMarketing from './khorosMarketing';
import type { FaultVendor } from './faultVendor';

export type { FaultVendor, Target } from './faultVendor';

/** The first write of each service. */
export const FAULT_VENDORS: readonly FaultVendor[] = [
	bigin.FIRST,
	kustomer.FIRST,
	salesforceEngagement.FIRST,
	shareCrm.FIRST,
	khorosMarketing.FIRST,
];

/** A second run with keys that the records of an earlier run have: none of those may be taken for the item's own. */
const AGAIN: readonly FaultVendor[] = FAULT_VENDORS.flatMap(({ targets: [write], ...vendor }) => {
	const again = (
		key: string,
		item: (index: number, content: string) => IDataObject,
	): FaultVendor[] => [
		{
			...vendor,
			key,
			item: (index) => item(index, `key-${index}`),
			before: {
				parameters: { ...vendor.parameters, inputMode: 'autoMap' },
				item: (index) => item(index, `before-${index}`),
			},
			taken: vendor.node === 'kustomer',
			targets: write ? [{ ...write, malformed: ['html'] }] : [],
		},
	];
	if (vendor.node === 'kustomer')
		return again('name', (index, name) => ({ ...vendor.item(index), name }));
	if (vendor.node === 'salesforceEngagement')
		return again('reason', (index, reason) => ({ ...vendor.item(index), reason }));
	return [];
});

/** The first write of each vendor, and writes by a key and by an id. */
export const MATRIX_VENDORS: readonly FaultVendor[] = [
	...FAULT_VENDORS,
	...AGAIN,
	...bigin.WRITES,
	...BIGIN_STEPS,
	...kustomer.WRITES,
	...TALK,
	...ACTIONS,
	...RECORDS,
	...STEPS,
	...salesforceEngagement.WRITES,
	...BULK_WRITES,
	...ORG_WRITES,
	...shareCrm.WRITES,
	...khorosMarketing.WRITES,
];
