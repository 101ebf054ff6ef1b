import { tenantObjects, type ObjectDescribe } from './objects';
import type { Json } from './replies';

export type Row = Json & { _id: string };

/** The state of one tenant: its objects with their records, people, files, approvals and messages. */
export class Tenant {
	objects = new Map<string, ObjectDescribe>();
	/** Records of each object, by ID; the order is that of their IDs. */
	private tables = new Map<string, Map<string, Row>>();
	/** Records that were created as details of another. */
	details: Row[] = [];
	employees: Json[] = [];
	pools = new Map<string, Set<string>>();
	files = new Map<string, { name: string; bytes: Buffer }>();
	/** Signatures of uploads that are not used yet. */
	uploads = new Map<string, { name: string; size: number; resource: string; isStream: boolean }>();
	approvals: Json[] = [];
	messages: Json[] = [];
	functionCalls: Json[] = [];
	private nextId = 0x68fan * 2n ** 80n;
	/** Added to every time stamp, in milliseconds. */
	clockAhead = 0;

	constructor() {
		this.reset();
	}

	reset(): void {
		this.objects = new Map(tenantObjects().map((object) => [object.api, object]));
		this.tables = new Map();
		this.details = [];
		this.pools = new Map();
		this.files = new Map();
		this.uploads = new Map();
		this.approvals = [];
		this.messages = [];
		this.functionCalls = [];
		this.clockAhead = 0;
		this.employees = [
			{ openUserId: '1000', name: 'Ann Admin', mobile: '13900000000', isStop: false },
			{ openUserId: '1001', name: 'Ben Agent', mobile: '13900000001', isStop: false },
			{ openUserId: '1002', name: 'Cho Left', mobile: '13900000002', isStop: true },
		];
		this.add('DepartmentObj', { name: 'Sales', status: '0' });
		this.add('DepartmentObj', { name: 'Service', status: '0' });
		this.add('DepartmentObj', { name: 'Closed', status: '1' });
	}

	now(): number {
		return Date.now() + this.clockAhead;
	}

	newId(): string {
		return (this.nextId++).toString(16);
	}

	table(object: string): Map<string, Row> {
		let table = this.tables.get(object);
		if (table === undefined) {
			table = new Map();
			this.tables.set(object, table);
		}
		return table;
	}

	/** Stores a new record as ShareCRM does: with its ID, stamps and states (sharecrm 7). */
	add(object: string, values: Json, user = '1000'): Row {
		const now = this.now();
		const row: Row = {
			object_describe_api_name: object,
			record_type: 'default__c',
			owner: [user],
			create_time: now,
			created_by: [user],
			...values,
			_id: this.newId(),
			last_modified_time: now,
			last_modified_by: [user],
			life_status: 'normal',
			lock_status: '0',
			is_deleted: false,
			version: '1',
		};
		this.table(object).set(row._id, row);
		return row;
	}

	change(row: Row, values: Json, user = '1000'): void {
		Object.assign(row, values, {
			last_modified_time: this.now(),
			last_modified_by: [user],
			version: String(Number(row.version) + 1),
		});
	}

	nameOf(id: string): string | undefined {
		for (const table of this.tables.values()) {
			const row = table.get(id);
			if (row) return String(row.name);
		}
		return undefined;
	}

	rows(): Record<string, Row[]> {
		return Object.fromEntries(
			[...this.tables].map(([object, table]) => [object, [...table.values()]]),
		);
	}
}
