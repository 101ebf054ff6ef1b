import { LoadOptionsContext } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	type ILoadOptionsFunctions,
	type INode,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
	type IWorkflowExecuteAdditionalData,
	type ResourceMapperFields,
} from 'n8n-workflow';

import { Types } from './nodeTypes';
import { Helper, type Credentials } from './credentials';
import { loadPackage, PACKAGE_NAME } from './package';

/** What n8n's editor asks a node for while its form is filled in. */
export interface Form {
	/** Fills a picker. */
	search(method: string, filter?: string, paginationToken?: string): Promise<INodeListSearchResult>;
	options(method: string): Promise<INodePropertyOptions[]>;
	mapper(method: string): Promise<ResourceMapperFields>;
}

let forms = 0;

/**
 * Opens the form of a node from the built package.
 * @param parameters what is filled in so far
 * @param path of the element that asks, for choices that depend on others beside it
 */
export async function openForm(
	name: string,
	parameters: INodeParameters,
	credentials: Credentials,
	path = 'parameters.any',
): Promise<Form> {
	const loaded = await loadPackage();
	const nodeTypes = new Types(loaded);
	forms += 1;
	const node: INode = {
		id: 'form',
		name: 'Node',
		type: `${PACKAGE_NAME}.${name}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(
			Object.keys(credentials).map((type) => [type, { id: `form-${forms}`, name: type }]),
		),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = {
		credentialsHelper: new Helper(credentials, loaded),
		currentNodeParameters: parameters,
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const context = new LoadOptionsContext(
		workflow,
		node,
		additionalData,
		path,
	) as unknown as ILoadOptionsFunctions;
	const methods = NodeHelpers.getVersionedNodeType(nodeTypes.getByName(node.type)).methods;
	const ask = async <T>(
		work: ((this: ILoadOptionsFunctions, ...args: never[]) => Promise<T>) | undefined,
		...args: unknown[]
	): Promise<T> => {
		if (work === undefined) throw new Error('the node has no such method');
		return await (work as (this: ILoadOptionsFunctions, ...given: unknown[]) => Promise<T>).apply(
			context,
			args,
		);
	};
	return {
		search: async (method, filter, paginationToken) =>
			await ask(methods?.listSearch?.[method], filter, paginationToken),
		options: async (method) => await ask(methods?.loadOptions?.[method]),
		mapper: async (method) => await ask(methods?.resourceMapping?.[method]),
	};
}
