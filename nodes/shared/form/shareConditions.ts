import type { INodeProperties } from 'n8n-workflow';

import type { OperationForm } from './mergeForms';

/** Values that hide a property, by the name of the field that has them. */
type Hidden = Record<string, unknown[]>;

/** A property of a form, and the conditions that show it there. */
interface Use {
	form: OperationForm;
	property: INodeProperties;
	/** Values that hide it, derived from those that show it. */
	hidden: Hidden;
	/** JSON of the property without the conditions in `hidden`. */
	base: string;
}

interface Base {
	rest: Omit<INodeProperties, 'displayOptions'>;
	show: Record<string, unknown>;
	hide: Record<string, unknown>;
}

/**
 * Makes a property equal that some forms show under a condition and others always show because they lack the condition's
 * field: both hide it for the values that do not fit. n8n gives a field that stands once its value or default even while it
 * is hidden, so only conditions on fields that stand several times are turned around, and only those that the default meets.
 */
export function shareConditions(forms: readonly OperationForm[]): OperationForm[] {
	const several = namesOfSeveral(forms);
	const uses = forms.map((form) =>
		form.properties.map((property) => useOf(form, property, several)),
	);
	const byBase = new Map<string, Use[]>();
	for (const use of uses.flat()) byBase.set(use.base, [...(byBase.get(use.base) ?? []), use]);
	const shared = new Map([...byBase].map(([base, same]) => [base, sharedBy(same)]));
	return forms.map((form, index) => ({
		...form,
		properties: (uses[index] ?? []).map(({ property, base }) => {
			const hidden = shared.get(base);
			return hidden === undefined ? property : hiddenBy(base, hidden);
		}),
	}));
}

/** Names of fields that differ between or within the forms, so that the merged one holds several of them. */
function namesOfSeveral(forms: readonly OperationForm[]): Set<string> {
	const kinds = new Map<string, Set<string>>();
	for (const property of forms.flatMap(({ properties }) => properties))
		kinds.set(property.name, (kinds.get(property.name) ?? new Set()).add(JSON.stringify(property)));
	return new Set([...kinds].filter(([, of]) => of.size > 1).map(([name]) => name));
}

function useOf(form: OperationForm, property: INodeProperties, several: ReadonlySet<string>): Use {
	const hidden: Hidden = {};
	const { displayOptions, ...rest } = property;
	const show = { ...displayOptions?.show };
	for (const [name, fitting] of Object.entries(show)) {
		const fields = fieldsOf(form, name);
		const others = fields.flatMap(valuesOf).filter((value) => !includes(fitting, value));
		if (!several.has(name) || others.length === 0) continue;
		if (fields.some((field) => !includes(fitting, field.default))) continue;
		hidden[name] = [...new Set(others)];
		delete show[name];
	}
	const base: Base = { rest, show, hide: { ...displayOptions?.hide } };
	return { form, property, hidden, base: JSON.stringify(base) };
}

/** The hide condition that all forms of a property can share; undefined if there is nothing to share or they contradict each other. */
function sharedBy(uses: readonly Use[]): Hidden | undefined {
	const all: Hidden = {};
	for (const { hidden } of uses)
		for (const [name, values] of Object.entries(hidden))
			all[name] = [...new Set([...(all[name] ?? []), ...values])];
	const isNew = uses.some(({ hidden }) => JSON.stringify(hidden) !== JSON.stringify(all));
	const fits = uses.every(({ form, hidden }) =>
		Object.entries(all).every(([name, values]) => {
			const possible = fieldsOf(form, name).flatMap(valuesOf);
			return values.every(
				(value) => possible.includes(value) === (hidden[name] ?? []).includes(value),
			);
		}),
	);
	return isNew && fits ? all : undefined;
}

function hiddenBy(base: string, hidden: Hidden): INodeProperties {
	const { rest, show, hide } = JSON.parse(base) as Base;
	return { ...rest, displayOptions: { show, hide: { ...hide, ...hidden } } } as INodeProperties;
}

/** The fields of a form with this name; n8n's own conditions (such as `@tool`) have none. */
function fieldsOf({ properties }: OperationForm, name: string): INodeProperties[] {
	return properties.filter((property) => property.name === name);
}

function valuesOf({ type, options }: INodeProperties): unknown[] {
	if (type === 'boolean') return [true, false];
	return (options ?? []).flatMap((option) => ('value' in option ? [option.value] : []));
}

function includes(values: readonly unknown[] | undefined, value: unknown): boolean {
	return values?.includes(value) ?? false;
}
