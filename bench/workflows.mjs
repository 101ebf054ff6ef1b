/** Name of the node that is measured. */
export const MEASURED = 'Measured';

const plain = (name, type, typeVersion, parameters = {}, x = 0) => ({
	id: name,
	name,
	type,
	typeVersion,
	position: [x, 0],
	parameters,
});

/** A workflow that makes `count` items in a Code node and hands them to one node, where asked for through another one. */
export function workflowOf({
	id,
	count,
	item,
	node,
	between = false,
	credentialId = node.credential,
}) {
	const measured = {
		...plain(MEASURED, node.type, node.typeVersion, node.parameters, 440),
		...(node.credential
			? { credentials: { [node.credential]: { id: credentialId, name: credentialId } } }
			: {}),
	};
	const jsCode = `const make = ${item.toString()};\nreturn Array.from({ length: ${count} }, (_, i) => ({ json: make(i) }));`;
	const link = (node) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		id,
		name: id,
		active: false,
		nodes: [
			plain('Start', 'n8n-nodes-base.manualTrigger', 1),
			plain('Items', 'n8n-nodes-base.code', 2, { jsCode }, 220),
			...(between ? [plain('Passed On', 'n8n-nodes-base.noOp', 1, {}, 330)] : []),
			measured,
		],
		connections: {
			Start: link('Items'),
			...(between
				? { Items: link('Passed On'), 'Passed On': link(MEASURED) }
				: { Items: link(MEASURED) }),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** The credentials of the sandbox, and for ShareCRM one app for each run: its limit outlives a run. */
export function credentialsFor(credentials, runs) {
	const app = credentials.find(({ type }) => type === 'shareCrmApi');
	return [
		...credentials,
		...runs.map((run) => ({
			...app,
			id: appOf(run),
			name: appOf(run),
			data: { ...app.data, appId: appOf(run) },
		})),
	];
}

/** Id of the app, and of the credential, of a run. */
export function appOf(run) {
	return `FSAID_sandbox_${run}`;
}
