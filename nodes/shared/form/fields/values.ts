import type { Field } from './field';

/** Fields whose names are known when the code is compiled; the keys of others are not. */
type Named<One extends Field> = One extends Field
	? string extends One['name']
		? never
		: One
	: never;

type ValueOf<One extends Field> = Exclude<ReturnType<One['read']>, undefined>;

type Flat<T> = { [Key in keyof T]: T[Key] };

/**
 * What a record holds that was read by these fields, so that a misspelt field is a compile error.
 * Required fields are always there. The account's own fields are not listed, because only a run knows their names.
 */
export type Values<Fields extends readonly Field[]> = Flat<
	{
		[One in Named<Fields[number]> as One['required'] extends true
			? One['name']
			: never]: ValueOf<One>;
	} & {
		[One in Named<Fields[number]> as One['required'] extends true
			? never
			: One['name']]?: ValueOf<One>;
	}
>;

/** What one field gives a record. */
export type ValueIn<One extends Field> = Values<readonly [One]>;
