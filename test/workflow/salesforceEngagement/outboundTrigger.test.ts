import axios from 'axios';
import { XMLParser } from 'fast-xml-parser';
import type { INodeParameters } from 'n8n-workflow';

import { outboundMessage } from '../../../sandbox/salesforceEngagement/outboundMessage';
import { WebhookServer, type HookedWorkflow } from '../../harness/webhooks';

const ORGANIZATION = '00D000000000001AAA';

let n8n: WebhookServer;
beforeAll(async () => {
	n8n = await WebhookServer.start();
});
afterAll(async () => await n8n.stop());

describe('The Salesforce Engagement Outbound Trigger', () => {
	const active = async (parameters: INodeParameters = {}): Promise<HookedWorkflow> => {
		const workflow = await n8n.workflow({
			node: 'salesforceEngagementOutboundTrigger',
			credentials: {},
			parameters: { organizationId: ORGANIZATION, objects: '', options: {}, ...parameters },
			path: 'salesforceEngagement',
		});
		await workflow.activate();
		return workflow;
	};
	const post = async (workflow: HookedWorkflow, body: string) => {
		const reply = await axios.post<string>(workflow.url(), body, {
			headers: { 'Content-Type': 'text/xml; charset=UTF-8', SOAPAction: '""' },
			validateStatus: () => true,
			responseType: 'text',
		});
		const read = new XMLParser({ removeNSPrefix: true }).parse(reply.data) as {
			Envelope?: { Body?: { notificationsResponse?: { Ack?: unknown } } };
		};
		return { status: reply.status, ack: read.Envelope?.Body?.notificationsResponse?.Ack };
	};
	const message = (id: string, more: Partial<Parameters<typeof outboundMessage>[0]> = {}) =>
		outboundMessage({
			organizationId: ORGANIZATION,
			notifications: [
				{ id, object: 'EngagementInteraction', fields: { Id: '0xx000000000001AAA' } },
			],
			...more,
		});

	// As on the vendor's page, with its namespaces and prefixes (salesforce-engagement 17).
	const SAMPLE = `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body>
  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
   <OrganizationId>00D000000000001AAA</OrganizationId>
   <ActionId>04k000000000001AAA</ActionId>
   <SessionId xsi:nil="true"/>
   <EnterpriseUrl>https://acme.my.salesforce.com/services/Soap/c/67.0/00D000000000001</EnterpriseUrl>
   <PartnerUrl>https://acme.my.salesforce.com/services/Soap/u/67.0/00D000000000001</PartnerUrl>
   <Notification>
    <Id>04l000000000001AAA</Id>
    <sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
     <sf:Id>006000000000001AAA</sf:Id>
     <sf:Name>Bell &amp; Sons &lt;new&gt;</sf:Name>
     <sf:Description xsi:nil="true"/>
     <sf:Amount>12.5</sf:Amount>
    </sObject>
   </Notification>
  </notifications>
 </soapenv:Body>
</soapenv:Envelope>`;

	it('starts the workflow with a message as the vendor shows it, and acknowledges it', async () => {
		const workflow = await active();
		expect(await post(workflow, SAMPLE)).toEqual({ status: 200, ack: true });
		expect(workflow.items).toEqual([
			{
				object: 'Opportunity',
				id: '006000000000001AAA',
				Name: 'Bell & Sons <new>',
				Description: null,
				Amount: '12.5',
				notificationId: '04l000000000001AAA',
				organizationId: ORGANIZATION,
				actionId: '04k000000000001AAA',
			},
		]);
	});

	it('takes up to 100 notifications of a message, each as an item', async () => {
		const workflow = await active();
		const notifications = Array.from({ length: 100 }, (_, index) => ({
			id: `n-${index}`,
			object: 'Case',
			fields: { Id: `500${String(index).padStart(12, '0')}AAA`, Subject: `<${index}> & "q"` },
		}));
		expect(await post(workflow, message('', { notifications }))).toEqual({
			status: 200,
			ack: true,
		});
		expect(workflow.started).toHaveLength(1);
		expect(workflow.items.map(({ Subject }) => Subject)).toEqual(
			notifications.map(({ fields }) => fields.Subject),
		);
	});

	it('starts the workflow once for a notification that comes again, also at the same time and in another message', async () => {
		const workflow = await active();
		const replies = await Promise.all(
			Array.from(
				{ length: 20 },
				async (_, index) => await post(workflow, message(`once-${index % 4}`)),
			),
		);
		expect(replies).toEqual(replies.map(() => ({ status: 200, ack: true })));
		expect(workflow.items.map(({ notificationId }) => notificationId).sort()).toEqual([
			'once-0',
			'once-1',
			'once-2',
			'once-3',
		]);
	});

	it('drops what it has taken before n8n was started again', async () => {
		const workflow = await active();
		await post(workflow, message('kept'));
		await workflow.activate('init');
		expect(await post(workflow, message('kept'))).toEqual({ status: 200, ack: true });
		expect(workflow.items).toHaveLength(1);
	});

	it('takes the ID of the org in its short form, too, and no other org', async () => {
		const workflow = await active({ organizationId: ORGANIZATION.slice(0, 15) });
		expect(await post(workflow, message('short'))).toEqual({ status: 200, ack: true });
		const stranger = message('other', { organizationId: '00D000000000002AAA' });
		expect(await post(workflow, stranger)).toEqual({ status: 401, ack: false });
		expect(workflow.items).toHaveLength(1);
	});

	it.each([
		['no XML', 'hello'],
		['an empty body', ''],
		['a document type', SAMPLE.replace('?>', '?><!DOCTYPE a [<!ENTITY e "x">]>')],
		['another message', SAMPLE.replaceAll('notifications', 'others')],
		['another namespace', SAMPLE.replace('2005/09/outbound', '2005/09/inbound')],
		['no sender', SAMPLE.replace(/<OrganizationId>.*<\/OrganizationId>/, '')],
		['two senders', SAMPLE.replace(/(<OrganizationId>.*<\/OrganizationId>)/, '$1$1')],
		['no notification', SAMPLE.replace(/<Notification>[\s\S]*<\/Notification>/, '')],
		['a notification without an ID', SAMPLE.replace('<Id>04l000000000001AAA</Id>', '')],
		['a record without an ID', SAMPLE.replace('<sf:Id>006000000000001AAA</sf:Id>', '')],
		['a record with an empty ID', SAMPLE.replace('>006000000000001AAA<', '><')],
		['half of a message', SAMPLE.slice(0, 700)],
	])('does not acknowledge %s, and starts nothing', async (_what, body) => {
		const workflow = await active();
		const { status, ack } = await post(workflow, body);
		expect([400, 401]).toContain(status);
		expect(ack).toBe(false);
		expect(workflow.items).toEqual([]);
	});

	it('gives out the objects that are wanted, and acknowledges the others', async () => {
		const workflow = await active({ objects: 'case, Visit__c' });
		const of = (object: string) =>
			message(`of-${object}`, {
				notifications: [{ id: `of-${object}`, object, fields: { Id: '500000000000001AAA' } }],
			});
		expect(await post(workflow, of('Contact'))).toEqual({ status: 200, ack: true });
		expect(await post(workflow, of('Case'))).toEqual({ status: 200, ack: true });
		expect(workflow.items.map(({ object }) => object)).toEqual(['Case']);
	});

	it('returns the session only if that is asked for', async () => {
		const sessionId = '00D!secret';
		const [without, asked] = [await active(), await active({ options: { includeSession: true } })];
		await post(without, message('a', { sessionId }));
		await post(asked, message('b', { sessionId }));
		expect(JSON.stringify(without.items)).not.toContain(sessionId);
		expect(asked.items[0]).toMatchObject({ sessionId });
	});

	it('is not activated without the ID of an org', async () => {
		await expect(active({ organizationId: 'acme' })).rejects.toThrow("'Organization ID' must be");
	});

	it('shows a message in a test in the editor, also one that came before', async () => {
		const workflow = await active();
		await post(workflow, message('again'));
		await workflow.test();
		const { status } = await axios.post(workflow.url(true), message('again'), {
			headers: { 'Content-Type': 'text/xml' },
		});
		expect(status).toBe(200);
		expect(workflow.items).toHaveLength(2);
		await workflow.endTest();
	});
});
