/** A record as the integration platform pushes it to the ERP side (sharecrm 12.2). */
export interface PushedRecord {
	objAPIName: string;
	masterFieldVal: Record<string, unknown>;
	detailFieldVals?: Record<string, Array<Record<string, unknown>>>;
}

/** The request of a push: the path below the base address, the headers and the body. */
export function pushRequest(
	push: 'create' | 'update',
	record: PushedRecord,
	token: string,
): { path: string; headers: Record<string, string>; body: string } {
	return {
		path: `/${push}`,
		headers: { 'content-type': 'application/json', token },
		body: JSON.stringify({ detailFieldVals: {}, ...record }),
	};
}
