import type { RecordKind } from '../../shared/operations/kind';

/** A module of Bigin. */
export interface Module extends RecordKind {
	/** API name of the field that tells a person which record it is. */
	title: string;
	/** API name of a text that tells apart what has the same title. */
	subtitle?: string;
}
