import type { Vendor } from '../shared/form/operation';
import { VENDOR } from './replies';
import { PARALLEL } from './limits';
import { connect } from './api';
import { attendee } from './resources/attendee';
import { interaction } from './resources/interaction';
import { query } from './resources/query';
import { record } from './resources/record';
import { topic } from './resources/topic';

/** All resources and operations of Salesforce Engagement: an operation that is not listed here does not exist. */
export const salesforceEngagement: Vendor = {
	name: VENDOR,
	parallel: PARALLEL,
	before: [
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Client Credentials',
					value: 'clientCredentials',
					description: 'As the integration user of an app, without anybody signing in',
				},
				{
					name: 'JWT Bearer',
					value: 'jwt',
					description: 'As a user, by a certificate, without anybody signing in',
				},
				{ name: 'OAuth2', value: 'oAuth2', description: 'As the user who connects the account' },
			],
			default: 'oAuth2',
		},
	],
	connect,
	resources: [interaction, attendee, topic, record, query],
};
