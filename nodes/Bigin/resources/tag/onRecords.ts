import { InputError } from '../../../shared/base/errors';
import { dynamicList, id, list } from '../../../shared/form/fields';
import { pathPart } from '../../../shared/http/replies';
import type { Shape } from '../../../shared/base/schema';
import { isObject, show, textOf } from '../../../shared/base/values';
import { ID, notAnId, picked } from '../../fields/common';
import { moduleChoice } from '../../kinds/moduleChoice';

/** The record that gets or loses tags. */
export const taggedRecord = picked(
	id('id', 'Record', {
		...ID,
		required: true,
		description:
			'The record to work on; records with the same module and tags are sent in one request',
	}),
	'searchRecords',
	['module'],
);

/** The module of the records and the names of the tags; records that share both are sent together. */
export const tagOptions = [
	moduleChoice(),
	dynamicList(
		list('tags', 'Tag Names or IDs', {
			required: true,
			description: 'Names of the tags',
			unique: true,
			entry: tagName,
		}),
		{ method: 'getTags', dependsOn: ['module'] },
	),
] as const;

function tagName(tag: unknown, label: string): string {
	const name = textOf(isObject(tag) ? tag.name : tag);
	if (name !== undefined) return notAnId(name, label, 'tags');
	throw new InputError(
		`${label} must hold names of tags, but holds ${show(tag)}`,
		'tags',
		'Map a list of texts, or of objects with a name.',
	);
}

/**
 * The names of tags in a query, which separates them by commas (bigin 5.4).
 * @throws InputError for a name with a comma: Bigin would take its parts for other tags
 */
export function tagNamesInQuery(tags: readonly string[]): string {
	const divided = tags.find((name) => name.includes(','));
	if (divided === undefined) return tags.join(',');
	throw new InputError(
		`Tag Names or IDs holds ${show(divided)}, but the request cannot name a tag with a comma`,
		'tags',
		'If these are several tags, give them as separate entries; otherwise rename the tag first.',
	);
}

/** Path of the call that adds tags to records or removes them. */
export function actionPath(module: string, action: 'add_tags' | 'remove_tags'): string {
	return `/bigin/v2/${pathPart(module)}/actions/${action}`;
}

/** The output for a record whose tags were changed (bigin 5.4). */
export const TAGGED: { [key: string]: Shape } = {
	id: 'string',
	tags: ['string'],
	code: 'string',
	message: 'string',
	status: 'string',
};
