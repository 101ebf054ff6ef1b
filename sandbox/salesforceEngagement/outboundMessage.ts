import { XMLBuilder } from 'fast-xml-parser';

/** What an outbound message tells (salesforce-engagement 17). */
export interface OutboundMessage {
	organizationId: string;
	sessionId?: string;
	notifications: Array<{ id: string; object: string; fields: Record<string, string | null> }>;
}

const builder = new XMLBuilder({
	ignoreAttributes: false,
	suppressBooleanAttributes: false,
	suppressEmptyNode: true,
});
const NIL = { '@_xsi:nil': 'true' };

/** An outbound message as Salesforce sends it. */
export function outboundMessage({
	organizationId,
	sessionId,
	notifications,
}: OutboundMessage): string {
	const host = 'https://acme.my.salesforce.com/services/Soap';
	return `<?xml version="1.0" encoding="UTF-8"?>\n${String(
		builder.build({
			'soapenv:Envelope': {
				'@_xmlns:soapenv': 'http://schemas.xmlsoap.org/soap/envelope/',
				'@_xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
				'soapenv:Body': {
					notifications: {
						'@_xmlns': 'http://soap.sforce.com/2005/09/outbound',
						OrganizationId: organizationId,
						ActionId: '04k000000000001AAA',
						SessionId: sessionId ?? NIL,
						EnterpriseUrl: `${host}/c/67.0/${organizationId.slice(0, 15)}`,
						PartnerUrl: `${host}/u/67.0/${organizationId.slice(0, 15)}`,
						Notification: notifications.map(({ id, object, fields }) => ({
							Id: id,
							sObject: {
								'@_xsi:type': `sf:${object}`,
								'@_xmlns:sf': 'urn:sobject.enterprise.soap.sforce.com',
								...Object.fromEntries(
									Object.entries(fields).map(([name, value]) => [`sf:${name}`, value ?? NIL]),
								),
							},
						})),
					},
				},
			},
		}),
	)}`;
}
