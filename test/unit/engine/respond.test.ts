import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { answerResponse, answerWebhooks } from '../../../nodes/shared/respond/webhook';

/** What a reader's browser gets, and what the workflow continues with. */
async function visit(
	parameters: IDataObject,
	{ method = 'GET', approved = 'true', body = {} as IDataObject } = {},
) {
	const headers: Record<string, string> = {};
	let page = '';
	let status = 0;
	const response = {
		status: (code: number) => (status = code),
		setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
		end: (text: string) => (page = text),
	};
	const context = {
		getNodeParameter(name: string) {
			if (parameters[name] === 'unresolvable') throw new Error('no data');
			return parameters[name];
		},
		getQueryData: () => ({ approved }),
		getBodyData: () => body,
		getRequestObject: () => ({ method }),
		getResponseObject: () => response,
	};
	const { workflowData, noWebhookResponse } = await Promise.resolve(
		answerResponse(context as unknown as IWebhookFunctions),
	);
	return {
		page,
		status,
		headers,
		noWebhookResponse,
		items: workflowData?.[0]?.map(({ json }) => json),
	};
}

const APPROVAL = { responseType: 'approval' };
const TEXT = { responseType: 'freeText', message: 'Why <b>not</b>?' };

describe('The awaited answer to a message', () => {
	it('decides nothing when a link is only opened', async () => {
		const { items, page, status, headers } = await visit(APPROVAL);
		expect(items).toBeUndefined();
		expect(status).toBe(200);
		expect(page).toContain('<form method="post"><button>Approve</button></form>');
		expect(headers['content-security-policy']).toContain("default-src 'none'");
		expect(headers['referrer-policy']).toBe('no-referrer');
	});

	it.each([
		['true', true],
		['false', false],
		['', false],
	])('is the one that the signed address says: %s', async (approved, decided) => {
		const { items } = await visit(APPROVAL, {
			method: 'POST',
			approved,
			body: { approved: 'true' },
		});
		expect(items).toEqual([{ data: { approved: decided, respondedAt: expect.any(String) } }]);
	});

	it('shows the label of its link, even if an expression can no longer be resolved', async () => {
		const approvalOptions = { values: { approveLabel: 'Go', disapproveLabel: '<No>' } };
		expect((await visit({ ...APPROVAL, approvalOptions })).page).toContain('<button>Go</button>');
		const declined = await visit({ ...APPROVAL, approvalOptions }, { approved: 'false' });
		expect(declined.page).toContain('<button>&#60;No&#62;</button>');
		const lost = await visit({ ...APPROVAL, approvalOptions: 'unresolvable' });
		expect(lost.page).toContain('<button>Approve</button>');
	});

	it('is the text that was written in the form', async () => {
		const form = await visit(TEXT);
		expect(form.items).toBeUndefined();
		expect(form.page).toContain('Why &#60;b&#62;not&#60;/b&#62;?');
		const { items } = await visit(TEXT, { method: 'POST', body: { text: ' Too late. ' } });
		expect(items).toEqual([{ data: { text: 'Too late.', respondedAt: expect.any(String) } }]);
	});

	it.each([
		['', 'Please write an answer.'],
		['x'.repeat(20_001), 'Please write at most 20000 characters.'],
	])('is asked for again where the text cannot be taken', async (text, note) => {
		const { items, page } = await visit(TEXT, { method: 'POST', body: { text } });
		expect(items).toBeUndefined();
		expect(page).toContain(note);
	});

	it('goes to a webhook that n8n serves only while the execution waits', () => {
		expect(
			answerWebhooks.map(({ httpMethod, restartWebhook }) => [httpMethod, restartWebhook]),
		).toEqual([
			['GET', true],
			['POST', true],
		]);
	});
});
