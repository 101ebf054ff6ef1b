import { Refused, type Json, type Serve } from '../http/wire';
import { moduleParameter } from '../records/modules';
import { FIELDS } from './fieldList';
import { fieldMeta, layoutsOf } from './fieldMeta';
import { MODULE_META } from './moduleMeta';
import { relatedMeta } from './relatedLists';
import { viewMeta, viewsOf } from './views';

/** The entry of this ID or name; refused if it does not exist. */
function one(list: readonly Json[], key: string, value: string | undefined): Json {
	const found = list.find((entry) => entry[key] === value);
	if (!found)
		throw key === 'api_name'
			? new Refused(400, 'INVALID_MODULE', { resource_path_index: 2 })
			: new Refused(400, 'INVALID_DATA', { id: value, resource_path_index: 2 });
	return found;
}

/** Metadata (bigin 7). */
export function metaRoutes(serve: Serve): void {
	const path = '/bigin/v2/settings';
	serve('GET', `${path}/modules`, () => ({ modules: MODULE_META }));
	serve('GET', `${path}/modules/:name`, ({ params }) => ({
		modules: [one(MODULE_META, 'api_name', params.name)],
	}));

	serve('GET', `${path}/fields`, (call) => {
		const module = moduleParameter(call, 'Notes');
		return { fields: (FIELDS[module] ?? []).map((spec) => fieldMeta(module, spec)) };
	});
	serve('GET', `${path}/fields/:id`, (call) => {
		const module = moduleParameter(call, 'Notes');
		return {
			fields: [
				one(
					(FIELDS[module] ?? []).map((spec) => fieldMeta(module, spec)),
					'id',
					call.params.id,
				),
			],
		};
	});

	serve('GET', `${path}/layouts`, (call) => ({ layouts: layoutsOf(moduleParameter(call)) }));
	serve('GET', `${path}/layouts/:id`, (call) => ({
		layouts: [one(layoutsOf(moduleParameter(call)), 'id', call.params.id)],
	}));

	serve('GET', `${path}/related_lists`, (call) => ({
		related_lists: relatedMeta(moduleParameter(call)),
	}));

	serve('GET', `${path}/custom_views`, (call) => {
		const module = moduleParameter(call);
		const views = viewsOf(module).map((view) => viewMeta(module, view));
		return {
			custom_views: views,
			info: {
				page: 1,
				per_page: 200,
				count: views.length,
				more_records: false,
				default: views[0]?.id,
			},
		};
	});
	serve('GET', `${path}/custom_views/:id`, (call) => {
		const module = moduleParameter(call);
		return {
			custom_views: [
				one(
					viewsOf(module).map((view) => viewMeta(module, view)),
					'id',
					call.params.id,
				),
			],
		};
	});
}
