import {
	NodeConnectionTypes,
	NodeHelpers,
	type ICredentialType,
	type IDataObject,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
} from 'n8n-workflow';

/** Where nodes and credential types come from. */
export interface Loaded {
	getNode(name: string): { type: INodeType | IVersionedNodeType };
	getCredential(name: string): { type: ICredentialType };
}

const START: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		return await Promise.resolve([this.getInputData()]);
	},
};

/** Stands in for the nodes around ours: hands its items on. */
const PASS: INodeType = {
	...START,
	description: { ...START.description, name: 'pass', inputs: [NodeConnectionTypes.Main] },
};

/** What n8n's human-in-the-loop tool has fixed, by the names of the node's own fields. */
const FIXED: Record<string, string> = {
	resource: 'message',
	operation: 'sendAndWait',
	responseType: 'approval',
};

/** The form of a human-in-the-loop tool, as n8n makes it from that of a node: one message, and the approval alone. */
function approvalForm(properties: readonly INodeProperties[]): INodeProperties[] {
	const message: INodeProperties = {
		displayName: 'Message',
		name: 'message',
		type: 'string',
		default: '',
	};
	return [
		message,
		...properties
			.filter(({ name }) => name !== 'message')
			.map(
				({ displayName, name, ...property }): INodeProperties =>
					FIXED[name] === undefined
						? { displayName, name, ...property }
						: { displayName, name, type: 'hidden', default: FIXED[name] },
			),
	];
}

/** The nodes of a test workflow: `test.start`, `test.pass` and those that were loaded. */
export class Types implements INodeTypes {
	constructor(private readonly loaded: Loaded) {}

	getByName(type: string) {
		if (type === 'test.start') return START;
		if (type === 'test.pass') return PASS;
		const name = type.slice(type.indexOf('.') + 1);
		return name.endsWith('Tool') ? this.toolOf(name) : this.loaded.getNode(name).type;
	}

	/** n8n makes a tool of each node: it has a name of its own and runs the node itself. */
	private toolOf(name: string): INodeType {
		const node = NodeHelpers.getVersionedNodeType(
			this.loaded.getNode(name.replace(/(Hitl)?Tool$/, '')).type,
		);
		const properties = name.endsWith('HitlTool')
			? approvalForm(node.description.properties)
			: node.description.properties;
		return Object.create(node, {
			description: { value: { ...node.description, name, properties } },
		}) as INodeType;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes(): IDataObject {
		return {};
	}
}
