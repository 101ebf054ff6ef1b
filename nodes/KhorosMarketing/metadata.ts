import type { Result } from '../shared/base/result';
import { at, textOf } from '../shared/base/values';
import { remember } from '../shared/http/remember';
import { pathPart } from '../shared/http/replies';
import type { Session } from '../shared/http/session';
import { VENDOR } from './replies';

/** The kinds of records that the contract knows (khoros-marketing 4.10). */
export type ObjectType = 'case' | 'customer';

/** A field that the CRM has added to one of its objects (khoros-marketing 4.10). */
export interface DeclaredField {
	name: string;
	label: string;
	/** `text`, `textarea`, `single_sel_list`, `checkbox`. */
	type: string;
	/** Of a customer alone. */
	searchable: boolean;
	/** The choices of a list. */
	values: Array<{ name: string; value: string }>;
}

/**
 * The fields that the CRM has added to an object.
 * @param fresh true where values are left out by them, so that they must be those of now
 */
export async function fieldsOf(
	session: Session,
	type: ObjectType,
	fresh = false,
): Promise<Result<DeclaredField[]>> {
	const ask = async (): Promise<Result<DeclaredField[]>> => {
		const answer = await session.call({ method: 'GET', path: `/meta/object/${pathPart(type)}` });
		if (!answer.ok) return answer;
		const value = declaredIn(answer.body);
		if (value !== undefined) return { ok: true, value };
		return {
			ok: false,
			failure: {
				message: `${VENDOR} sent metadata without a list of fields`,
				description: `The reply to /meta/object/${type} must hold 'name' and 'fields'.`,
				httpCode: answer.status,
				executed: 'no',
			},
		};
	};
	return await remember(session, `fields of ${type}`, ask, { fresh });
}

/** The fields in the structure of an object; undefined where it holds none. */
export function declaredIn(structure: unknown): DeclaredField[] | undefined {
	const fields = at(structure, 'fields');
	return Array.isArray(fields) ? fields.flatMap((field) => declaredField(field) ?? []) : undefined;
}

function declaredField(field: unknown): DeclaredField | undefined {
	const name = textOf(at(field, 'name'));
	if (name === undefined) return undefined;
	const values = at(field, 'listValues');
	return {
		name,
		label: textOf(at(field, 'label')) ?? name,
		type: textOf(at(field, 'type')) ?? 'text',
		searchable: at(field, 'searchable') === true,
		values: (Array.isArray(values) ? values : []).flatMap((entry) => {
			const value = textOf(at(entry, 'value')) ?? textOf(at(entry, 'name'));
			return value === undefined ? [] : [{ name: textOf(at(entry, 'name')) ?? value, value }];
		}),
	};
}
