import type { Vendor } from '../shared/form/operation';
import { connect } from './api';
import { anyRecord, customerServiceSession } from './kinds';
import { PARALLEL } from './limits';
import { crmResource } from './records';
import { VENDOR } from './replies';
import { apiCall } from './resources/apiCall';
import { approval } from './resources/approval';
import { department } from './resources/department';
import { employee } from './resources/employee';
import { file } from './resources/file';
import { aplFunction } from './resources/function';
import { message } from './resources/message';
import { metadata } from './resources/metadata';
import { pool } from './resources/pool';
import { team } from './resources/team';

/** All resources and operations of ShareCRM: an operation that is not listed here does not exist. */
export const shareCrm: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	connect,
	resources: [
		crmResource(customerServiceSession),
		crmResource(anyRecord),
		pool,
		team,
		file,
		approval,
		aplFunction,
		message,
		employee,
		department,
		metadata,
		apiCall,
	],
};
