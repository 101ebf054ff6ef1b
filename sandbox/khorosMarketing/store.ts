import { CASE_FIELDS, CUSTOMER_FIELDS, type DeclaredField } from './declared';

export type Json = Record<string, unknown>;

/** What the CRM keeps. */
export class CrmStore {
	readonly cases = new Map<string, Json>();
	readonly customers = new Map<string, Json>();
	private nextCase = 301;
	private nextCustomer = 41;

	clear(): void {
		this.cases.clear();
		this.customers.clear();
		this.nextCase = 301;
		this.nextCustomer = 41;
	}

	/** @param host where the links of the records lead */
	addCase(body: Json, host: string): Json {
		const number = this.nextCase++;
		const now = new Date().toISOString();
		const interactions = (body.interactions ?? []) as Json[];
		const stored = {
			id: `case_${number}`,
			number: String(number).padStart(5, '0'),
			customerId: body.customerId,
			title: body.title,
			// The answer needs a description, and the request has none (khoros-marketing 4.1).
			description: interactions[0]?.body ?? body.title,
			url: `http://${host}/cases/${number}`,
			lastUpdated: now,
			created: now,
			status: 'open',
			interactions,
			...declared(CASE_FIELDS, body),
		};
		this.cases.set(stored.id, stored);
		return stored;
	}

	/** Changes what is given; interactions are added, each once (khoros-marketing 4.3). */
	changeCase(stored: Json, body: Json): Json {
		const known = (stored.interactions ?? []) as Json[];
		const added = ((body.interactions ?? []) as Json[]).filter(
			({ service, serviceId }) =>
				!known.some((one) => one.service === service && one.serviceId === serviceId),
		);
		return Object.assign(stored, {
			customerId: body.customerId ?? stored.customerId,
			title: body.title ?? stored.title,
			interactions: [...known, ...added],
			lastUpdated: new Date().toISOString(),
			...declared(CASE_FIELDS, body),
		});
	}

	addCustomer(body: Json, host: string): Json {
		const number = this.nextCustomer++;
		const stored = {
			id: `cus_${number}`,
			url: `http://${host}/customers/${number}`,
			...declared(CUSTOMER_FIELDS, body),
		};
		this.customers.set(stored.id, stored);
		return stored;
	}

	changeCustomer(stored: Json, body: Json): Json {
		return Object.assign(stored, declared(CUSTOMER_FIELDS, body));
	}

	/** Customers whose searchable fields contain all texts that are given; which rule holds is open (khoros-marketing 4.4). */
	search(body: Json): Json[] {
		const asked = CUSTOMER_FIELDS.filter(
			({ name, searchable }) => searchable && body[name] !== undefined,
		);
		return [...this.customers.values()].filter((customer) =>
			asked.every(({ name }) => lower(customer[name]).includes(lower(body[name]))),
		);
	}

	/** Customers who may be the person of a social profile, the likeliest first (khoros-marketing 4.5). */
	bestMatches({ email, displayName, screenName }: Json): Json[] {
		const score = (customer: Json) =>
			(email !== undefined && lower(customer.email) === lower(email) ? 2 : 0) +
			([displayName, screenName].some(
				(name) => name !== undefined && lower(customer.name) === lower(name),
			)
				? 1
				: 0);
		return [...this.customers.values()]
			.filter((customer) => score(customer) > 0)
			.sort((a, b) => score(b) - score(a));
	}

	casesOf(customerId: string): Json[] {
		return [...this.cases.values()].filter((one) => one.customerId === customerId);
	}
}

function declared(fields: readonly DeclaredField[], body: Json): Json {
	return Object.fromEntries(
		fields.filter(({ name }) => body[name] !== undefined).map(({ name }) => [name, body[name]]),
	);
}

function lower(value: unknown): string {
	return typeof value === 'string' ? value.toLowerCase() : '';
}
