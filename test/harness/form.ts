import { LoadOptionsContext } from 'n8n-core';
import { Workflow, type INode, type INodeParameters, type INodeType, type IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import { Types } from './nodeTypes';
import { Helper, loadPackage, PACKAGE_NAME, type Credentials } from './workflow';

export interface Form {
	/** Name of our node: "bigin". */
	node: string;
	credentials: Credentials;
	/** What the form holds at the moment. */
	parameters: INodeParameters;
}

/** A choice that a form offers. */
export interface Offer {
	name: string;
	value: unknown;
}

async function asked<T>({ node: name, credentials, parameters }: Form, ask: (type: INodeType, context: LoadOptionsContext) => Promise<T>): Promise<T> {
	const loaded = await loadPackage();
	const node: INode = { id: 'form', name: 'Form', type: `${PACKAGE_NAME}.${name}`, typeVersion: 1, position: [0, 0], parameters, credentials: Object.fromEntries(Object.keys(credentials).map((type) => [type, { id: type, name: type }])) };
	const nodeTypes = new Types(loaded);
	const workflow = new Workflow({ id: 'form', name: 'Form', nodes: [node], connections: {}, active: false, nodeTypes, settings: { timezone: 'Europe/Berlin' } });
	const additionalData = { credentialsHelper: new Helper(credentials, loaded), currentNodeParameters: parameters } as unknown as IWorkflowExecuteAdditionalData;
	return await ask(nodeTypes.getByNameAndVersion(node.type), new LoadOptionsContext(workflow, node, additionalData, ''));
}

/** What a picker of the form shows, in n8n's own context. */
export async function listed(form: Form, method: string, filter?: string, paginationToken?: string): Promise<{ offers: Offer[]; next?: unknown }> {
	return await asked(form, async (type, context) => {
		const found = await type.methods?.listSearch?.[method]?.call(context, filter, paginationToken);
		return { offers: (found?.results ?? []).map(({ name, value }) => ({ name, value })), next: found?.paginationToken };
	});
}

/** What a dropdown of the form shows, in n8n's own context. */
export async function loaded(form: Form, method: string): Promise<Offer[]> {
	return await asked(form, async (type, context) => ((await type.methods?.loadOptions?.[method]?.call(context)) ?? []).map(({ name, value }) => ({ name, value })));
}
