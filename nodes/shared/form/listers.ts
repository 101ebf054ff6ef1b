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

/** An n8n method that fills a picker. */
export type Lister = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** Makes the methods behind a vendor's pickers. */
export function listersOf(vendor: Pick<Vendor, 'name' | 'connect'>) {
	/** Makes the method of a picker whose list is read page by page. `page` counts from 1. */
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
	/** Makes the method of a picker whose whole list is read at once. */
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

/** The items whose name contains a text, ignoring case. */
export function containing(
	items: readonly INodeListSearchItems[],
	filter: string,
): INodeListSearchItems[] {
	return items.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
}

/** An item of a picker. Without a name, the picker shows its value. */
export function pickerItem(name: string | undefined, id: unknown): INodeListSearchItems {
	const value = textOf(id) ?? '';
	return { name: name ?? value, value };
}
