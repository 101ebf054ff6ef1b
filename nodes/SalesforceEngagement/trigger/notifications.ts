import type { IDataObject } from 'n8n-workflow';

import { childrenNamed, parseXml, textOfChild, type XmlElement } from '../../shared/formats/xml';

/** Namespaces of an outbound message (salesforce-engagement 17). */
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const OUTBOUND = 'http://soap.sforce.com/2005/09/outbound';

/** Most notifications of a message (salesforce-engagement 17). */
const MOST = 100;
/** Longest message that is read, in bytes: 100 records with some hundred fields. */
const LONGEST = 10_000_000;

/** One change of a record. */
export interface Notification {
	/** The same whenever the notification is sent again. */
	id: string;
	/** API name of the object. */
	object: string;
	/** The fields of the message, with the ID as `id`. All values are text: the message does not tell their types. */
	record: IDataObject;
}

/** An outbound message. */
export interface Notifications {
	organizationId: string;
	actionId?: string;
	sessionId?: string;
	enterpriseUrl?: string;
	notifications: Notification[];
}

/** Reads an outbound message; undefined for anything else. */
export function notificationsIn(raw: Buffer): Notifications | undefined {
	if (raw.length > LONGEST) return undefined;
	let envelope: XmlElement;
	try {
		envelope = parseXml(raw.toString());
	} catch {
		return undefined;
	}
	if (envelope.name !== 'Envelope' || envelope.namespace !== SOAP) return undefined;
	const [body, ...bodies] = childrenNamed(envelope, 'Body');
	const [message, ...others] = body?.children ?? [];
	if (message === undefined || bodies.length > 0 || others.length > 0) return undefined;
	if (message.name !== 'notifications' || message.namespace !== OUTBOUND) return undefined;
	const organizationId = textOfChild(message, 'OrganizationId');
	const given = childrenNamed(message, 'Notification');
	const notifications = given.flatMap((one) => notificationOf(one) ?? []);
	// A message of which a part cannot be read is not acknowledged.
	if (organizationId === undefined || given.length === 0 || given.length > MOST) return undefined;
	if (notifications.length !== given.length) return undefined;
	return {
		organizationId,
		actionId: textOfChild(message, 'ActionId'),
		sessionId: textOfChild(message, 'SessionId'),
		enterpriseUrl: textOfChild(message, 'EnterpriseUrl'),
		notifications,
	};
}

function notificationOf(element: XmlElement): Notification | undefined {
	const id = textOfChild(element, 'Id');
	const [object, ...others] = childrenNamed(element, 'sObject');
	if (id === undefined || id === '' || object === undefined || others.length > 0) return undefined;
	const type = [...object.attributes].find(([name]) => /^(?:\w+:)?type$/.test(name))?.[1];
	const name = type?.split(':').pop();
	const { Id, ...fields } = valuesIn(object);
	return name === undefined || name === '' || typeof Id !== 'string' || Id === ''
		? undefined
		: { id, object: name, record: { id: Id, ...fields } };
}

function valuesIn({ children }: XmlElement): IDataObject {
	const values: IDataObject = Object.create(null) as IDataObject;
	for (const child of children) {
		const isNil = [...child.attributes].some(
			([name, value]) => /^(?:\w+:)?nil$/.test(name) && (value === 'true' || value === '1'),
		);
		values[child.name] = isNil ? null : child.children.length > 0 ? valuesIn(child) : child.text;
	}
	return { ...values };
}

/** The answer that Salesforce wants (salesforce-engagement 17). */
export function acknowledgement(taken: boolean): string {
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<soapenv:Envelope xmlns:soapenv="${SOAP}"><soapenv:Body>`,
		`<notificationsResponse xmlns="${OUTBOUND}"><Ack>${taken}</Ack></notificationsResponse>`,
		'</soapenv:Body></soapenv:Envelope>',
	].join('');
}
