import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type ResourceMapperField,
} from 'n8n-workflow';

import { openForm } from './form';
import { Types } from './nodeTypes';
import { loadPackage } from './package';
import { type Credentials } from './credentials';

/**
 * The parameters of a node of ours as n8n's editor has them once a person has opened it: with every default,
 * and with the fields that a mapper has loaded. Where a stored workflow lacks any of it, opening a node after
 * a run turns its tick yellow.
 */
export async function editorForm(node: INode, credentials: Credentials): Promise<INodeParameters> {
	const { description } = new Types(await loadPackage()).getByNameAndVersion(
		node.type,
		node.typeVersion,
	);
	const parameters =
		NodeHelpers.getNodeParameters(
			description.properties,
			node.parameters,
			true,
			false,
			node,
			description,
		) ?? {};
	for (const property of description.properties.filter(
		({ type, name }) => type === 'resourceMapper' && name in parameters,
	)) {
		parameters[property.name] = await mapperForm(node, property, parameters, credentials);
	}
	return parameters;
}

/** What the editor's mapper makes of its value when it is shown: fields that are neither required nor filled in are removed ones. */
async function mapperForm(
	node: INode,
	property: INodeProperties,
	parameters: INodeParameters,
	credentials: Credentials,
): Promise<INodeParameters> {
	const form = await openForm(node.type.slice(node.type.indexOf('.') + 1), parameters, credentials);
	const { fields } = await form.mapper(
		property.typeOptions?.resourceMapper?.resourceMapperMethod ?? '',
	);
	const stored = parameters[property.name] as {
		value: INodeParameters | null;
		schema?: ResourceMapperField[];
	};
	const schema = fields.map((field) => ({
		...field,
		removed: stored.schema?.find(({ id }) => id === field.id)?.removed ?? !field.required,
	}));
	return {
		mappingMode: 'defineBelow',
		value: stored.value ?? {},
		matchingColumns: [],
		schema: schema as unknown as INodeParameters[],
		attemptToConvertTypes: false,
		convertFieldsToString: false,
	};
}
