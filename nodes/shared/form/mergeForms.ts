import type { INodeProperties } from 'n8n-workflow';

/** The form of one operation, without the conditions that show it for that operation alone. */
export interface OperationForm {
	resource: string;
	operation: string;
	properties: readonly INodeProperties[];
}

/** A form that is being merged: the signatures of the properties that are still to come, in order. */
interface Queue {
	resource: string;
	operation: string;
	left: string[];
}

/**
 * Merges the forms of all operations into one list, in which a property that several operations share occurs once. n8n's
 * editor evaluates the display conditions of every property repeatedly, so each property saved makes it faster. Every form
 * keeps its own order.
 * @param root prefix by which the conditions find resource and operation: '' at the top level, '/' from inside a collection
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
	const isAlone = namesThatStandOnce(bySignature.values());
	const merged: INodeProperties[] = [];
	for (;;) {
		const next = nextSignature(queues);
		if (next === undefined) return merged;
		const given = queues.filter(({ left }) => left[0] === next);
		for (const { left } of given) left.shift();
		const property = bySignature.get(next) as INodeProperties;
		merged.push(...shownIn(property, given, { all: queues, root, isAlone }));
	}
}

/**
 * Gives all forms that have a collection of this name the same collection: it holds the options of all of them, sorted by
 * display name, and shows each only for its own operations. Hidden options cost n8n's editor next to nothing, because it
 * evaluates them only if the form shows the collection. Forms share a collection only if options of the same name have the
 * same default: n8n 1 presets an option with the default of the first one of its name, even if that one is hidden.
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

/** Forms that share a collection, and the JSON of its options' defaults by option name. */
interface Group {
	forms: OperationForm[];
	defaults: Map<string, string>;
}

/** A key that is equal for properties with the same content and conditions. */
function signatureOf(property: INodeProperties, bySignature: Map<string, INodeProperties>): string {
	const { displayOptions, ...rest } = property;
	const { show = {}, hide = {} } = displayOptions ?? {};
	const signature = JSON.stringify([rest, show, hide]);
	if (!bySignature.has(signature)) bySignature.set(signature, property);
	return signature;
}

/** The property that is next in every form that still has it; if there is none, the one that is next in most forms. */
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

/** The property with its conditions, in as few copies as lists of resources and operations can express. */
function shownIn(
	property: INodeProperties,
	forms: readonly Queue[],
	{ all, root, isAlone }: { all: readonly Queue[]; root: string; isAlone: ReadonlySet<string> },
): INodeProperties[] {
	const byResource = grouped(forms, 'resource', 'operation');
	const byOperation = grouped(forms, 'operation', 'resource');
	const products =
		byResource.length <= byOperation.length
			? byResource.map(([resource, operation]) => ({ resource, operation }))
			: byOperation.map(([operation, resource]) => ({ resource, operation }));
	const few = united(products, forms, all);
	// If a name occurs only once, n8n uses its default even while it is hidden. Conditions on a property that only tools (or
	// only people) have would then see that default, so such a property occurs twice.
	const conditions = { ...property.displayOptions?.show, ...property.displayOptions?.hide };
	const isTwice = '@tool' in conditions && few.length === 1 && isAlone.has(property.name);
	const shown = isTwice ? inTwo(products, forms, all) : few;
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

function namesThatStandOnce(properties: Iterable<INodeProperties>): Set<string> {
	const once = new Set<string>();
	const more = new Set<string>();
	for (const { name } of properties) (once.has(name) ? more : once).add(name);
	for (const name of more) once.delete(name);
	return once;
}

/** As few copies as possible, but at least two if there is more than one condition. */
function inTwo(
	[first, ...others]: readonly Product[],
	forms: readonly Queue[],
	all: readonly Queue[],
): Product[] {
	return first === undefined ? [] : [first, ...united(others, forms, all)];
}

/** A condition: any of these resources with any of these operations. */
interface Product {
	resource: string[];
	operation: string[];
}

/** Unites conditions as long as no other form matches them. Combinations of resource and operation that do not exist may match, because nobody can choose them. */
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

/** Groups the values of one kind that occur with the same values of the other. */
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
