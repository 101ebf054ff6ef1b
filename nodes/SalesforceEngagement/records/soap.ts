import type { IDataObject } from 'n8n-workflow';

import {
	childrenNamed,
	parseXml,
	textOfChild,
	xmlText,
	type XmlElement,
} from '../../shared/formats/xml';
import type { Answer, Session } from '../../shared/http/session';
import { SESSION_ID, SOAP_PATH } from '../host';
import { versionOf } from '../version';

/**
 * Takes records out of the recycle bin, which only the SOAP API can do (salesforce-engagement 16).
 * @param ids at most 200
 * @returns the answer with a body as that of a collection: one entry for each record, in their order
 */
export async function soapUndelete(
	session: Session,
	options: IDataObject,
	ids: readonly string[],
): Promise<Answer> {
	const answer = await session.call({
		method: 'POST',
		path: `${SOAP_PATH}${versionOf({ options })}`,
		headers: { 'Content-Type': 'text/xml; charset=UTF-8', SOAPAction: '""', Accept: 'text/xml' },
		body: Buffer.from(
			[
				'<?xml version="1.0" encoding="UTF-8"?>',
				'<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:urn="urn:partner.soap.sforce.com">',
				`<soapenv:Header><urn:SessionHeader>${SESSION_ID}</urn:SessionHeader></soapenv:Header>`,
				`<soapenv:Body><urn:undelete>${ids.map((id) => `<urn:ids>${xmlText(id)}</urn:ids>`).join('')}</urn:undelete></soapenv:Body>`,
				'</soapenv:Envelope>',
			].join(''),
		),
		file: true,
	});
	return answer.ok ? { ...answer, body: entriesIn(answer.body) } : answer;
}

/** The results of a reply; undefined where it cannot be read. */
function entriesIn(body: unknown): IDataObject[] | undefined {
	let element: XmlElement | undefined;
	try {
		element = parseXml(Buffer.isBuffer(body) ? body.toString() : String(body));
	} catch {
		return undefined;
	}
	for (const name of ['Body', 'undeleteResponse'])
		element = element && childrenNamed(element, name)[0];
	return element && childrenNamed(element, 'result').map(entryOf);
}

function entryOf(result: XmlElement): IDataObject {
	const success = textOfChild(result, 'success');
	return {
		id: textOfChild(result, 'id'),
		...(success === 'true' || success === 'false' ? { success: success === 'true' } : {}),
		errors: childrenNamed(result, 'errors').map((error) => ({
			statusCode: textOfChild(error, 'statusCode'),
			message: textOfChild(error, 'message'),
			fields: childrenNamed(error, 'fields').map(({ text }) => text.trim()),
		})),
	};
}
