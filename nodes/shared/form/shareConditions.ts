import type { INodeProperties } from 'n8n-workflow';

import type { OperationForm } from './mergeForms';

/** Values of fields that hide a property, by the name of the field. */
type Hidden = Record<string, unknown[]>;

/** A property of a form, and what shows it there. */
interface Use {
	form: OperationForm;
	property: INodeProperties;
	/** Values that hide it, instead of those that show it. */
	hidden: Hidden;
	/** Text of the property without what shows it. */
	base: string;
}

interface Base {
	rest: Omit<INodeProperties, 'displayOptions'>;
	show: Record<string, unknown>;
	hide: Record<string, unknown>;
}

/**
 * Makes alike what some forms show under a condition and others show always, because they lack the field of the condition:
 * it is hidden by the values that do not fit. n8n takes a field that is not shown for its default at most, so the condition
 * of a field whose default does not fit stays as it is.
 */
export function shareConditions(forms: readonly OperationForm[]): OperationForm[] {
	const uses = forms.map((form) => form.properties.map((property) => useOf(form, property)));
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

function useOf(form: OperationForm, property: INodeProperties): Use {
	const hidden: Hidden = {};
	const { displayOptions, ...rest } = property;
	const show = { ...displayOptions?.show };
	for (const [name, fitting] of Object.entries(show)) {
		const fields = fieldsOf(form, name);
		const others = fields.flatMap(valuesOf).filter((value) => !includes(fitting, value));
		if (fields.length === 0 || others.length === 0) continue;
		if (fields.some((field) => !includes(fitting, field.default))) continue;
		hidden[name] = [...new Set(others)];
		delete show[name];
	}
	const base: Base = { rest, show, hide: { ...displayOptions?.hide } };
	return { form, property, hidden, base: JSON.stringify(base) };
}

/** What hides a property in all its forms alike; undefined where there is nothing to share, or where they contradict each other. */
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

/** The fields of a form that choose by this name; a condition that is n8n's own (such as `@tool`) has none. */
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
