import type { Field } from './field';

/** Only the fields whose names are known at compile time. */
type Named<One extends Field> = One extends Field
	? string extends One['name']
		? never
		: One
	: never;

type ValueOf<One extends Field> = Exclude<ReturnType<One['read']>, undefined>;

type Flat<T> = { [Key in keyof T]: T[Key] };

/**
 * The record that these fields read, so that a misspelled field is a compile error. Required fields are always present. The
 * account's own fields are not listed, because their names are known only at run time.
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

/** The part of a record that one field reads. */
export type ValueIn<One extends Field> = Values<readonly [One]>;
