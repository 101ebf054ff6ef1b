import { ID, rowError, wrongValues, type RowError } from './check';
import { fieldOf, schemaOf, SCHEMAS, type ObjectSchema } from './schemas';

type Json = Record<string, unknown>;

/** A stored record: fields by API name, all there. */
export type Row = Json & { Id: string; IsDeleted: boolean };

/** What became of one record. */
export type Written =
	| { id: string; success: true; errors: []; created?: boolean }
	| { success: false; errors: RowError[]; created?: false };

const USER = '005000000000001AAA';

/** Everything the org has stored. */
export class State {
	/** How far the org's clock is ahead of this one, in milliseconds. */
	clockAhead = 0;
	/** How long after its stamp a change can be seen by queries, in milliseconds. */
	lag = 0;
	/** Writes to these records, or to records that name them, find them locked so many times. */
	readonly locks = new Map<string, number>();
	/** What queries see of a row until a moment: its state before the change, or nothing. */
	private readonly hidden = new Map<string, { until: number; before?: Row }>();
	private tables = new Map<string, Row[]>();
	private readonly byId = new Map<string, Row>();
	private nextId = 1;

	reset(): void {
		this.tables = new Map();
		this.byId.clear();
		this.clockAhead = 0;
		this.lag = 0;
		this.locks.clear();
		this.hidden.clear();
	}

	/** The rows of an object as queries see them: a change that is still on its way is not there yet. */
	seen(object: string): Row[] {
		const now = Date.now();
		return this.rows(object).flatMap((row) => {
			const late = this.hidden.get(row.Id);
			if (late === undefined || late.until <= now) return [row];
			return late.before === undefined ? [] : [late.before];
		});
	}

	private delay(row: Row, before?: Row): void {
		if (this.lag > 0) this.hidden.set(row.Id, { until: Date.now() + this.lag, before });
	}

	/** The refusal where a record, or one that it names, is locked at the moment. */
	private locked(...ids: unknown[]): RowError | undefined {
		for (const id of ids) {
			const key = typeof id === 'string' ? id.slice(0, 15) : '';
			const times = this.locks.get(key) ?? 0;
			if (times <= 0) continue;
			this.locks.set(key, times - 1);
			return rowError(
				'UNABLE_TO_LOCK_ROW',
				'unable to obtain exclusive access to this record or 1 records',
			);
		}
		return undefined;
	}

	/** All rows of an object, deleted ones, too, in the order they were stored. */
	rows(object: string): Row[] {
		const name = schemaOf(object)?.name ?? object;
		const rows = this.tables.get(name) ?? [];
		this.tables.set(name, rows);
		return rows;
	}

	find(object: string, id: string): Row | undefined {
		const row = this.byId.get(id.slice(0, 15));
		return row !== undefined && this.rows(object).includes(row) ? row : undefined;
	}

	/** The org's time, as it stamps records: in whole seconds. */
	now(): string {
		return stamp(Math.floor((Date.now() + this.clockAhead) / 1000) * 1000);
	}

	/** Stores a record without looking at its values. */
	put(schema: ObjectSchema, values: Json): Row {
		const now = this.now();
		const id = `${schema.keyPrefix}${String(this.nextId++).padStart(12, '0')}AAA`;
		const row: Row = {
			...Object.fromEntries(
				schema.fields.map(({ name, defaultValue }) => [name, defaultValue ?? null]),
			),
			...normalized(schema, values),
			Id: id,
			IsDeleted: false,
			CreatedDate: now,
			LastModifiedDate: now,
			SystemModstamp: now,
			CreatedById: USER,
			LastModifiedById: USER,
		};
		complete(schema, row, this.nextId);
		this.rows(schema.name).push(row);
		this.byId.set(id.slice(0, 15), row);
		this.delay(row);
		return row;
	}

	insert(object: string, given: Json): Written {
		const { schema, values, wrong } = this.prepared(object, given);
		if (wrong) return refused(wrong);
		const bad =
			wrongValues(schema, values, true) ??
			this.duplicate(schema, values) ??
			this.locked(...Object.values(values));
		if (bad) return refused(bad);
		return { id: this.put(schema, values).Id, success: true, errors: [] };
	}

	update(object: string, id: string, given: Json): Written {
		const { schema, values, wrong } = this.prepared(object, given);
		if (wrong) return refused(wrong);
		const row = this.living(schema, id);
		if ('statusCode' in row) return refused(row as RowError);
		const bad =
			wrongValues(schema, values, false) ??
			this.duplicate(schema, values, row) ??
			this.locked(row.Id, ...Object.values(values));
		if (bad) return refused(bad);
		this.delay(row, { ...row });
		const now = this.now();
		Object.assign(row, normalized(schema, values), { LastModifiedDate: now, SystemModstamp: now });
		complete(schema, row, this.nextId);
		return { id: row.Id, success: true, errors: [] };
	}

	/** Creates or updates by the value of a field (salesforce-engagement 2.5). */
	upsert(object: string, field: string, given: Json): Written {
		const key = Object.keys(given).find((name) => name.toLowerCase() === field.toLowerCase());
		const value = key === undefined ? undefined : given[key];
		if (typeof value !== 'string' || value === '')
			return {
				...refused(rowError('MISSING_ARGUMENT', `${field} not specified`, field)),
				created: false,
			};
		const found = this.rows(object).filter(
			(row) => !row.IsDeleted && String(row[field]).toLowerCase() === value.toLowerCase(),
		);
		if (found.length > 1)
			return {
				...refused(
					rowError(
						'DUPLICATE_EXTERNAL_ID',
						`The external ID ${value} matches several records`,
						field,
					),
				),
				created: false,
			};
		const [row] = found;
		const written =
			row === undefined ? this.insert(object, given) : this.update(object, row.Id, given);
		return written.success
			? { ...written, created: row === undefined }
			: { ...written, created: false };
	}

	remove(id: string): Written {
		const row = this.byId.get(id.slice(0, 15));
		if (!ID.test(id)) return refused(rowError('MALFORMED_ID', `malformed id ${id}`));
		if (row === undefined)
			return refused(rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id'));
		if (row.IsDeleted) return refused(rowError('ENTITY_IS_DELETED', 'entity is deleted'));
		const bad = this.locked(row.Id);
		if (bad) return refused(bad);
		this.delay(row, { ...row });
		Object.assign(row, { IsDeleted: true, SystemModstamp: this.now() });
		return { id: row.Id, success: true, errors: [] };
	}

	/** Takes a record out of the recycle bin. */
	restore(id: string): Written {
		const row = this.byId.get(id.slice(0, 15));
		if (row === undefined || !ID.test(id))
			return refused(rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id'));
		if (!row.IsDeleted)
			return refused(rowError('UNDELETE_FAILED', 'Entity is not in the recycle bin'));
		Object.assign(row, { IsDeleted: false, SystemModstamp: this.now() });
		return { id: row.Id, success: true, errors: [] };
	}

	/** Takes a write back, as where a graph is undone. */
	forget(id: string): void {
		const row = this.byId.get(id.slice(0, 15));
		if (row === undefined) return;
		this.byId.delete(id.slice(0, 15));
		for (const rows of this.tables.values()) {
			const index = rows.indexOf(row);
			if (index >= 0) rows.splice(index, 1);
		}
	}

	/** Everything that is there, by object. */
	stored(): Record<string, Row[]> {
		return Object.fromEntries(
			SCHEMAS.map(({ name }) => [name, this.rows(name).filter(({ IsDeleted }) => !IsDeleted)]),
		);
	}

	private prepared(
		object: string,
		given: Json,
	): { schema: ObjectSchema; values: Json; wrong?: RowError } {
		const schema = schemaOf(object);
		if (!schema)
			return {
				schema: SCHEMAS[0] as ObjectSchema,
				values: {},
				wrong: rowError('INVALID_TYPE', `sObject type '${object}' is not supported.`),
			};
		const values: Json = {};
		for (const [name, value] of Object.entries(given)) {
			if (name === 'attributes' || name.toLowerCase() === 'id') continue;
			const reference = schema.fields.find(({ relationshipName }) => relationshipName === name);
			if (!reference || typeof value !== 'object' || value === null) {
				values[name] = value;
				continue;
			}
			const parent = this.parentOf(reference.referenceTo ?? [], value as Json);
			if (typeof parent !== 'string') return { schema, values, wrong: parent };
			values[reference.name] = parent;
		}
		return { schema, values };
	}

	/** The record that a relationship names by an external ID. */
	private parentOf(objects: readonly string[], value: Json): string | RowError {
		const [[field, key] = ['', '']] = Object.entries(value).filter(
			([name]) => name !== 'attributes',
		);
		for (const object of objects) {
			const row = this.rows(object).find((one) => !one.IsDeleted && one[field] === key);
			if (row) return row.Id;
		}
		return rowError(
			'INVALID_FIELD',
			`Foreign key external ID: ${String(key)} not found for field ${field} in entity ${objects[0] ?? ''}`,
		);
	}

	private living(schema: ObjectSchema, id: string): Row | RowError {
		if (!ID.test(id))
			return rowError('MALFORMED_ID', `${schema.name} ID: id value of incorrect type: ${id}`, 'Id');
		const row = this.find(schema.name, id);
		if (row === undefined)
			return rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
		return row.IsDeleted ? rowError('ENTITY_IS_DELETED', 'entity is deleted') : row;
	}

	private duplicate(schema: ObjectSchema, values: Json, own?: Row): RowError | undefined {
		for (const { name, unique } of schema.fields) {
			if (!unique || typeof values[name] !== 'string') continue;
			const row = this.rows(schema.name).find(
				(one) => one !== own && !one.IsDeleted && one[name] === values[name],
			);
			if (row)
				return rowError(
					'DUPLICATE_VALUE',
					`duplicate value found: ${name} duplicates value on record with id: ${row.Id}`,
					name,
				);
		}
		return undefined;
	}
}

/** A moment as Salesforce shows it: without a colon in its offset. */
export function stamp(millis: number): string {
	return new Date(millis).toISOString().replace('Z', '+0000');
}

/** Values by the names of the fields, as a query shows them. */
function normalized(schema: ObjectSchema, values: Json): Json {
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => {
			const field = fieldOf(schema, name);
			const shown =
				field?.type === 'datetime' && typeof value === 'string'
					? stamp(Math.floor(Date.parse(value) / 1000) * 1000)
					: value === ''
						? null
						: value;
			return [field?.name ?? name, shown];
		}),
	);
}

/** What Salesforce fills in itself. */
function complete(schema: ObjectSchema, row: Row, number: number): void {
	const name = fieldOf(schema, 'Name');
	if (!name?.system) return;
	const text = (value: unknown) => (typeof value === 'string' ? value : '');
	row.Name =
		fieldOf(schema, 'LastName') === undefined
			? (row.Name ?? `EI-${String(number).padStart(6, '0')}`)
			: `${text(row.FirstName)} ${text(row.LastName)}`.trim();
}

function refused(error: RowError): Extract<Written, { success: false }> {
	return { success: false, errors: [error] };
}
