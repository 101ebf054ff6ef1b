import type { IDataObject } from 'n8n-workflow';

import { at } from '../../../shared/base/values';
import { flawsOfDeclared } from '../../kinds/flaws';
import { sampleFields, sampleInteraction } from '../../kinds/samples';
import type { DeclaredField, ObjectType } from '../../metadata';
import { declaredIn } from '../../metadata';
import { idIn, type Probe } from './probe';

/** An ID that no CRM has. */
const UNKNOWN = 'n8n-contract-check-unknown';

/** Asks for the structure of both objects (khoros-marketing 4.10). */
export async function checkMetadata(
	probe: Probe,
): Promise<Record<ObjectType, readonly DeclaredField[]>> {
	const fields = async (type: ObjectType) => {
		const reply = await probe.send('getMetadata', { id: type });
		const body = probe.success('getMetadata', reply, [200], (given) =>
			at(given, 'name') === type ? [] : [{ field: 'name', text: `must be ${type}` }],
		);
		return declaredIn(body) ?? [];
	};
	const declared = { customer: await fields('customer'), case: await fields('case') };
	probe.refusal(
		'getMetadata',
		'refuses an object that there is not',
		await probe.send('getMetadata', { id: 'order' }),
		[404, 400],
	);
	return declared;
}

/** Creates, reads, changes and finds a customer (khoros-marketing 4.4 to 4.8). Returns its ID. */
export async function checkCustomers(
	probe: Probe,
	declared: readonly DeclaredField[],
	stamp: string,
): Promise<string | undefined> {
	const values = sampleFields(declared, stamp);
	const flaws = (body: unknown) => flawsOfDeclared(body, declared);
	const made = await probe.send('createCustomer', { body: values });
	const id = idIn(probe.success('createCustomer', made, [201, 200], flaws));
	if (id === undefined) {
		for (const operation of ['findCustomer', 'updateCustomer'] as const)
			probe.skip(operation, 'no customer could be created');
	} else {
		const read = await probe.send('findCustomer', { id });
		const record = probe.success('findCustomer', read, [200], flaws);
		probe.note('findCustomer', 'gives the customer with this ID', read, sameId(record, id));
		const changed = await probe.send('updateCustomer', { id, body: values });
		const after = probe.success('updateCustomer', changed, [201, 200], flaws);
		probe.note('updateCustomer', 'gives the customer with this ID', changed, sameId(after, id));
	}
	probe.refusal(
		'findCustomer',
		'says that there is no customer with an unknown ID',
		await probe.send('findCustomer', { id: UNKNOWN }),
		[404],
	);
	await checkSearch(probe, declared, values, id);
	const match = await probe.send('bestmatchCustomers', {
		body: {
			displayName: `n8n ${stamp}`,
			screenName: 'n8n-contract-check',
			profileUrl: 'https://example.com/n8n',
		},
	});
	probe.success('bestmatchCustomers', match, [200], each(declared));
	return id;
}

async function checkSearch(
	probe: Probe,
	declared: readonly DeclaredField[],
	values: IDataObject,
	id: string | undefined,
): Promise<void> {
	const field = declared.find(({ searchable, type }) => searchable && type !== 'checkbox');
	if (field === undefined) {
		probe.skip('searchCustomers', 'no field of a customer is searchable');
		return;
	}
	const found = await probe.send('searchCustomers', { body: { [field.name]: values[field.name] } });
	const rows = probe.success('searchCustomers', found, [200], each(declared));
	const ids = Array.isArray(rows) ? rows.map(idIn) : [];
	if (id !== undefined)
		probe.note(
			'searchCustomers',
			'finds the customer that was just created',
			found,
			ids.includes(id) ? undefined : `the customer ${id} is not among the ${ids.length} hits`,
			'advice',
		);
	const none = await probe.send('searchCustomers', {
		body: { [field.name]: `${UNKNOWN}-${Date.now()}` },
	});
	const empty = none.status === 204 || (Array.isArray(none.body) && none.body.length === 0);
	probe.note(
		'searchCustomers',
		'answers with 204 where nobody is found',
		none,
		none.status === 204
			? undefined
			: empty
				? 'it answered with an empty list'
				: (none.text ?? 'it found somebody'),
		empty ? 'advice' : 'broken',
	);
}

/** Creates, repeats, reads, changes and lists a case (khoros-marketing 4.1 to 4.3, 4.9). */
export async function checkCases(
	probe: Probe,
	declared: readonly DeclaredField[],
	customerId: string | undefined,
	stamp: string,
): Promise<void> {
	const flaws = (body: unknown) => flawsOfDeclared(body, declared);
	const body = {
		...sampleFields(declared, stamp),
		customerId: customerId ?? '',
		title: `Contract check ${stamp}`,
		interactions: [sampleInteraction(stamp)],
	};
	probe.refusal(
		'lookupCase',
		'says that there is no case with an unknown ID',
		await probe.send('lookupCase', { id: UNKNOWN }),
		[404, 422],
	);
	if (customerId === undefined) {
		for (const operation of ['createCase', 'lookupCase', 'updateCase', 'findCases'] as const)
			probe.skip(operation, 'no customer could be created');
		return;
	}
	const made = await probe.send('createCase', { body });
	const created = probe.success('createCase', made, [201], flaws);
	probe.note('createCase', 'keeps customer and title', made, kept(created, body));
	const id = idIn(created);
	if (id !== undefined) {
		const again = await probe.send('createCase', { body });
		probe.note(
			'createCase',
			'makes one case of a repeated request',
			again,
			idIn(again.body) === id ? undefined : 'a repeated request made a second case',
			'advice',
		);
		const read = await probe.send('lookupCase', { id });
		const record = probe.success('lookupCase', read, [200], flaws);
		probe.note('lookupCase', 'gives the case with this ID', read, sameId(record, id));
		const title = `${body.title}, changed`;
		const changed = await probe.send('updateCase', { id, body: { customerId, title } });
		const after = probe.success('updateCase', changed, [200, 201], flaws);
		probe.note(
			'updateCase',
			'changes the title',
			changed,
			sameId(after, id) ?? kept(after, { customerId, title }),
		);
	} else {
		for (const operation of ['lookupCase', 'updateCase'] as const)
			probe.skip(operation, 'no case could be created');
	}
	const all = await probe.send('findCases', { id: customerId });
	const rows = probe.success('findCases', all, [200], each(declared));
	const ids = Array.isArray(rows) ? rows.map(idIn) : [];
	if (id !== undefined)
		probe.note(
			'findCases',
			'lists the case that was just created',
			all,
			ids.includes(id) ? undefined : `the case ${id} is not among them`,
			'advice',
		);
}

function each(declared: readonly DeclaredField[]) {
	return (body: unknown) =>
		(Array.isArray(body) ? body : []).flatMap((row, index) =>
			flawsOfDeclared(row, declared, `[${index}]`),
		);
}

function sameId(record: unknown, id: string): string | undefined {
	return idIn(record) === id ? undefined : `its id is ${idIn(record) ?? 'missing'}, and not ${id}`;
}

function kept(
	record: unknown,
	{ customerId, title }: { customerId: string; title: string },
): string | undefined {
	if (at(record, 'customerId') !== customerId) return "'customerId' is another one than was sent";
	return at(record, 'title') === title ? undefined : "'title' is another one than was sent";
}
