import type { IDataObject } from 'n8n-workflow';

import { layout } from '../../metadata';
import { metadataList } from './metadataList';

/** Get Layouts. Each layout of pipeline records is a team pipeline (bigin 7.3). */
export const getLayouts = metadataList({
	name: 'Get Layouts',
	value: 'getLayouts',
	action: 'Get layouts',
	description:
		'List the layouts of a module; for pipeline records each is a team pipeline with its sub-pipelines and stages',
	kind: 'layouts',
	ofModule: true,
	simplify: simpleLayout,
	returns: {
		id: 'string',
		name: 'string',
		display_label: 'string',
		status: 'string',
		visible: 'boolean',
		fields: ['string'],
		sub_pipelines: ['string'],
		stages: ['string'],
	},
});

function simpleLayout(row: IDataObject): IDataObject {
	const fields = layout(row)?.fields ?? [];
	const valuesOf = (name: string) =>
		fields.find(({ apiName }) => apiName === name)?.values.map(({ value }) => value);
	const { id, name, display_label: label, status, visible } = row;
	const subPipelines = valuesOf('Sub_Pipeline');
	return {
		id,
		name,
		display_label: label,
		status,
		visible,
		fields: fields.map(({ apiName }) => apiName),
		...(subPipelines === undefined
			? {}
			: { sub_pipelines: subPipelines, stages: valuesOf('Stage') ?? [] }),
	};
}
