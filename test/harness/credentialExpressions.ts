import { Workflow, type ICredentialType, type INodeTypes } from 'n8n-workflow';

/** Evaluates the expressions of a credential's form as n8n does: on the values that the credential holds. */
export function useCredentialExpressions() {
	const workflow = new Workflow({
		nodes: [],
		connections: {},
		active: false,
		nodeTypes: {} as INodeTypes,
	});
	// n8n 1 has no isolates.
	beforeAll(async () => await workflow.expression.acquireIsolate?.());
	afterAll(async () => await workflow.expression.releaseIsolate?.());
	const node = {
		id: '1',
		name: 'n',
		type: 't',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
	};
	const evaluate = (text: unknown, values: Record<string, unknown>) =>
		workflow.expression.getComplexParameterValue(
			node,
			String(text),
			'internal',
			{ $credentials: values },
			undefined,
			undefined,
			values,
		);
	return {
		evaluate,
		/** What the default of a field comes to. */
		valueOf: (
			{ properties }: Pick<ICredentialType, 'properties'>,
			name: string,
			values: Record<string, unknown>,
		) => evaluate(properties.find((property) => property.name === name)?.default, values),
	};
}
