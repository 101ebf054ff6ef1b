import type { INodeProperties } from 'n8n-workflow';

/** The form of one operation, without the conditions that show it for that operation alone. */
export interface OperationForm {
	resource: string;
	operation: string;
	properties: readonly INodeProperties[];
}

/** A form on its way into the merged one: what of it is still to come, in order. */
interface Queue {
	resource: string;
	operation: string;
	left: string[];
}

/**
 * Puts the forms of all operations into one list of properties, where a property that several operations share stands once.
 * n8n's editor resolves the conditions of every property again and again, so each property that is saved is felt.
 * Every form keeps its own order.
 * @param root where the conditions find resource and operation: '' beside the properties, '/' from within a collection
 */
export function mergeForms(forms: readonly OperationForm[], root = ''): INodeProperties[] {
	const bySignature = new Map<string, INodeProperties>();
	const queues = forms.map(
		({ resource, operation, properties }): Queue => ({
			resource,
			operation,
			left: properties.map((property) => signatureOf(property, bySignature)),
		}),
	);
	const merged: INodeProperties[] = [];
	for (;;) {
		const next = nextSignature(queues);
		if (next === undefined) return merged;
		const given = queues.filter(({ left }) => left[0] === next);
		for (const { left } of given) left.shift();
		merged.push(...shownIn(bySignature.get(next) as INodeProperties, given, queues, root));
	}
}

/**
 * Gives forms that have a collection of this name the same one, with the options of all of them by display name, each of
 * which is shown for its own operations. Options that are not shown cost n8n's editor next to nothing, as they are looked
 * at only where the collection stands in the form. Forms share it only where equal names have equal defaults: n8n 1
 * presets an option with the default of the first one of its name, also where that one is hidden.
 */
export function shareCollection(forms: readonly OperationForm[], name: string): OperationForm[] {
	const optionsOf = ({ properties }: OperationForm) =>
		(properties.find((property) => property.name === name)?.options ?? []).filter(
			(option) => 'type' in option,
		);
	const groups: Group[] = [];
	for (const form of forms) {
		const defaults = optionsOf(form).map((option): [string, string] => [
			option.name,
			JSON.stringify(option.default),
		]);
		const fitting = groups.find((group) =>
			defaults.every(([option, value]) => (group.defaults.get(option) ?? value) === value),
		);
		const group: Group = fitting ?? { forms: [], defaults: new Map() };
		if (fitting === undefined) groups.push(group);
		group.forms.push(form);
		for (const [option, value] of defaults) group.defaults.set(option, value);
	}
	const options = new Map<OperationForm, INodeProperties[]>();
	for (const group of groups) {
		const merged = mergeForms(
			group.forms.map((form) => ({ ...form, properties: optionsOf(form) })),
			'/',
		).sort((a, b) => a.displayName.localeCompare(b.displayName));
		for (const form of group.forms) options.set(form, merged);
	}
	return forms.map((form) => ({
		...form,
		properties: form.properties.map((property) =>
			property.name === name ? { ...property, options: options.get(form) } : property,
		),
	}));
}

/** Forms that share a collection, and the defaults of its options by their names. */
interface Group {
	forms: OperationForm[];
	defaults: Map<string, string>;
}

/** Equal for properties that look alike and have the same conditions, however they are written. */
function signatureOf(property: INodeProperties, bySignature: Map<string, INodeProperties>): string {
	const { displayOptions, ...rest } = property;
	const { show = {}, hide = {} } = displayOptions ?? {};
	const signature = JSON.stringify([rest, show, hide]);
	if (!bySignature.has(signature)) bySignature.set(signature, property);
	return signature;
}

/** The property that comes next in every form that still has it; if no property does, the one that comes next in most forms. */
function nextSignature(queues: readonly Queue[]): string | undefined {
	const heads = new Map<string, number>();
	for (const { left } of queues)
		if (left[0] !== undefined) heads.set(left[0], (heads.get(left[0]) ?? 0) + 1);
	let best: string | undefined;
	for (const [signature, count] of heads) {
		if (queues.every(({ left }) => !left.includes(signature, 1))) return signature;
		if (best === undefined || count > (heads.get(best) ?? 0)) best = signature;
	}
	return best;
}

/** The property with its conditions: as few copies as resources and operations in brackets can tell. */
function shownIn(
	property: INodeProperties,
	forms: readonly Queue[],
	all: readonly Queue[],
	root: string,
): INodeProperties[] {
	const byResource = grouped(forms, 'resource', 'operation');
	const byOperation = grouped(forms, 'operation', 'resource');
	const products =
		byResource.length <= byOperation.length
			? byResource.map(([resource, operation]) => ({ resource, operation }))
			: byOperation.map(([operation, resource]) => ({ resource, operation }));
	const few = united(products, forms, all);
	// n8n takes a property that is there once for given, by its default, even where it is hidden; conditions of other
	// properties on one that only a tool has, or has not, would then be answered by it. So it stays there twice.
	const conditions = { ...property.displayOptions?.show, ...property.displayOptions?.hide };
	const shown = '@tool' in conditions && few.length === 1 ? inTwo(products, forms, all) : few;
	return shown.map(({ resource, operation }) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: {
				[`${root}resource`]: resource,
				[`${root}operation`]: operation,
				...property.displayOptions?.show,
			},
		},
	}));
}

/** As few conditions as there can be, but two of them; all where that cannot be had. */
function inTwo(
	[first, ...others]: readonly Product[],
	forms: readonly Queue[],
	all: readonly Queue[],
): Product[] {
	return first === undefined ? [] : [first, ...united(others, forms, all)];
}

/** Resources in brackets, and operations. */
interface Product {
	resource: string[];
	operation: string[];
}

/** Unites conditions where that shows a property in no other form: what no form is made of is never chosen. */
function united(
	products: readonly Product[],
	forms: readonly Queue[],
	all: readonly Queue[],
): Product[] {
	const wanted = new Set(forms);
	const others = all.filter((form) => !wanted.has(form));
	const left: Product[] = [];
	for (const product of products) {
		const fitting = left.findIndex((one) => {
			const resources = new Set([...one.resource, ...product.resource]);
			const operations = new Set([...one.operation, ...product.operation]);
			return !others.some(
				({ resource, operation }) => resources.has(resource) && operations.has(operation),
			);
		});
		const one = left[fitting];
		if (one === undefined) left.push(product);
		else
			left[fitting] = {
				resource: [...new Set([...one.resource, ...product.resource])],
				operation: [...new Set([...one.operation, ...product.operation])],
			};
	}
	return left;
}

/** Values of one kind that go with the same values of the other. */
function grouped(
	forms: readonly Queue[],
	kind: 'resource' | 'operation',
	other: 'resource' | 'operation',
): Array<[string[], string[]]> {
	const others = new Map<string, string[]>();
	for (const form of forms)
		others.set(form[kind], [...(others.get(form[kind]) ?? []), form[other]]);
	const groups = new Map<string, [string[], string[]]>();
	for (const [value, same] of others) {
		const key = JSON.stringify([...same].sort());
		const group = groups.get(key) ?? [[], same];
		group[0].push(value);
		groups.set(key, group);
	}
	return [...groups.values()];
}
