import type { RecordKind } from '../../shared/operations/kind';

/** A module of Bigin. */
export interface Module extends RecordKind {
	/** API name of the field that identifies a record to a person. */
	title: string;
	/** API names of the fields that are unique in every account (bigin 4.4). */
	unique?: readonly string[];
	/** API name of a text field that tells apart records with the same title. */
	subtitle?: string;
}
