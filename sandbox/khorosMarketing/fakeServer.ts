import type { FastifyInstance } from 'fastify';

import type { VendorFakeServer } from '../core/fakeServer';
import { KhorosApi } from './khorosApi';
import { crmRoutes } from './routes';
import { CrmStore, type Json } from './store';

/** Path before the operations; the registered address may have one (khoros-marketing 1). */
const PREFIX = '/crm/v1';

/** A CRM that implements the Custom CRM API of Khoros Marketing. */
export class KhorosMarketingFakeServer implements VendorFakeServer {
	readonly name = 'Khoros Marketing';
	/** Header that carries the secret; Khoros's own name for it is not documented (khoros-marketing 3). */
	headerName = 'authorization';
	/** The complete value of the header. */
	headerValue = 'Bearer sandbox-khoros';

	/** Khoros' own API, at the same address. */
	readonly khoros = new KhorosApi();
	readonly credentialKinds = { khorosMarketingApi: 'Khoros API' };
	private readonly store = new CrmStore();
	private open = true;

	reset(): void {
		this.store.clear();
		this.khoros.clear();
		this.open = true;
		this.headerName = 'authorization';
	}

	/** The key is de-authenticated (khoros-marketing 5.6). */
	expireTokens(): void {
		this.open = false;
	}

	stored(): Record<string, unknown[]> {
		return {
			case: [...this.store.cases.values()],
			customer: [...this.store.customers.values()],
			customCrm: [...this.khoros.crms.values()],
			eventSubscription: [...this.khoros.subscriptions.values()],
		};
	}

	credentials(url: string): Record<string, Json> {
		return {
			khorosMarketingCrmApi: {
				baseUrl: `${url}${PREFIX}`,
				headerName: this.headerName,
				secret: this.headerValue,
			},
			khorosMarketingApi: { host: url, accessToken: this.khoros.granted },
		};
	}

	errorBody(status: number, code?: string): unknown {
		if (status === 401) return {};
		return {
			error: code ?? (status >= 500 ? 'unexpected' : 'bad_request'),
			message:
				status >= 500 ? 'Unexpected condition in the CRM.' : 'The request cannot be handled.',
		};
	}

	/** Guess: no limit is documented (khoros-marketing 8.0), so this is HTTP's own way. */
	throttle(): { status: number; body: unknown; headers: Record<string, string> } {
		return {
			status: 429,
			body: { error: 'too_many_requests', message: 'Too many requests.' },
			headers: { 'retry-after': '0' },
		};
	}

	deform(kind: 'wrongLength' | 'withoutStatus' | 'reordered', body: unknown): unknown {
		if (kind === 'wrongLength') return [];
		if (kind === 'withoutStatus') return { ...(body as Json), id: undefined };
		return undefined;
	}

	routes(app: FastifyInstance): void {
		this.khoros.routes(app);
		crmRoutes(
			app,
			PREFIX,
			this.store,
			({ headers }) => this.open && headers[this.headerName] === this.headerValue,
		);
	}
}
