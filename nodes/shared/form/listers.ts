import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import type { Result } from '../base/result';
import { textOf } from '../base/values';
import type { Session } from '../http/session';
import { askForForm } from './methods';
import type { Vendor } from './operation';

/** A method of n8n that fills a picker. */
export type Lister = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** Makes the methods behind a vendor's pickers. */
export function listersOf(vendor: Pick<Vendor, 'name' | 'connect'>) {
	/** A picker whose list comes page by page. */
	const lister = (
		list: (
			session: Session,
			form: ILoadOptionsFunctions,
			filter: string,
			page: number,
		) => Promise<Result<INodeListSearchResult>>,
	): Lister =>
		async function (filter = '', paginationToken = '1') {
			return await askForForm(
				this,
				vendor,
				async (session) => await list(session, this, filter.trim(), Number(paginationToken)),
			);
		};
	/** A picker whose whole list comes at once. */
	const wholeLister = (
		list: (
			session: Session,
			form: ILoadOptionsFunctions,
		) => Promise<Result<INodeListSearchItems[]>>,
	): Lister =>
		lister(async (session, form, filter) => {
			const items = await list(session, form);
			return items.ok ? { ok: true, value: { results: containing(items.value, filter) } } : items;
		});
	return { lister, wholeLister };
}

/** The items whose name holds a text, whatever its case. */
export function containing(
	items: readonly INodeListSearchItems[],
	filter: string,
): INodeListSearchItems[] {
	return items.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
}

/** An item of a picker; without a name, its value is shown. */
export function pickerItem(name: string | undefined, id: unknown): INodeListSearchItems {
	const value = textOf(id) ?? '';
	return { name: name ?? value, value };
}
