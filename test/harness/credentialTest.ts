import { CredentialTestContext } from 'n8n-core';
import {
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type INodeCredentialTestResult,
} from 'n8n-workflow';

import { loadPackage } from './package';

/** Runs the test of a credential as n8n does: by the function of the node that its description names, in n8n's own context. */
export async function testCredential(
	nodeName: string,
	type: string,
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const node = NodeHelpers.getVersionedNodeType((await loadPackage()).getNode(nodeName).type);
	const testedBy = node.description.credentials?.find(({ name }) => name === type)?.testedBy;
	const test = node.methods?.credentialTest?.[String(testedBy)];
	if (test === undefined) throw new Error(`nothing tests ${type}`);
	return await test.call(new CredentialTestContext({} as never), {
		id: '1',
		name: type,
		type,
		data,
	});
}
