/** A team pipeline, which is a layout of pipelines (bigin 7.3). */
export interface TeamPipeline {
	id: string;
	name: string;
	/** Stages by sub-pipeline. */
	subPipelines: Record<string, readonly string[]>;
}

export const TEAM_PIPELINES: readonly TeamPipeline[] = [
	{
		id: '2034020000000091023',
		name: 'Sales',
		subPipelines: {
			'Sales Pipeline Standard': [
				'Qualification',
				'Needs Analysis',
				'Proposal',
				'Negotiation',
				'Closed Won',
				'Closed Lost',
			],
			'Sales Pipeline Partner': ['Partner Review', 'Proposal', 'Closed Won', 'Closed Lost'],
		},
	},
	{
		id: '2034020000000091024',
		name: 'Service',
		subPipelines: { 'Service Pipeline Standard': ['Intake', 'In Service', 'Done', 'Closed Lost'] },
	},
];

export const subPipelinesOf = (teams: readonly TeamPipeline[]): string[] =>
	teams.flatMap(({ subPipelines }) => Object.keys(subPipelines));
export const stagesOf = (teams: readonly TeamPipeline[]): string[] => [
	...new Set(teams.flatMap(({ subPipelines }) => Object.values(subPipelines).flat())),
];

/** Stages of one sub-pipeline; none where it is not known. */
export function stagesOfSub(name: string): readonly string[] {
	return TEAM_PIPELINES.flatMap(({ subPipelines }) => subPipelines[name] ?? []);
}
