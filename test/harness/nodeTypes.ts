import {
	NodeConnectionTypes,
	NodeHelpers,
	type ICredentialType,
	type IDataObject,
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
			this.loaded.getNode(name.replace(/Tool$/, '')).type,
		);
		return Object.create(node, {
			description: { value: { ...node.description, name } },
		}) as INodeType;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes(): IDataObject {
		return {};
	}
}
