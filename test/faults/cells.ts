import type { Fault } from '../../sandbox/core/faults';
import type { OnError } from './judge';
import { MATRIX_VENDORS, type FaultVendor, type Target } from './vendors';

/** A fault, and what is known of it. */
export interface FaultKind {
	name: string;
	/** The sandbox's fault; `refusesForAWhile` and `closed` refuse connections for a while or for ever. */
	fault: Fault | 'refusesForAWhile' | 'closed';
	/** True where the request may be sent again, and waiting helps. */
	transient?: boolean;
	/** True where a rate limit refuses the request: it is sent again however few tries are allowed. */
	limited?: boolean;
	/** How many requests the fault hits; one if absent. */
	times?: number;
	/** What hits all later requests of the kind. */
	then?: Fault;
	/** True where nobody can tell whether the request was carried out. */
	unclear?: boolean;
}

/** One cell of the matrix. */
export interface Cell {
	vendor: FaultVendor;
	target: Target;
	kind: FaultKind;
	/** Requests that pass before the fault. */
	skip: number;
	onError: OnError;
	/** n8n's Retry On Fail. */
	retry: boolean;
	/** The node's own tries. */
	maxTries: number;
}

/** Timeout of the node where the fake server is slow, and how long that takes; milliseconds. Far apart, for busy machines. */
export const TIMEOUT = 6_000;
export const SLOW = 8_500;

const status = (code: number, headers?: Record<string, string>): Fault => ({
	kind: 'status',
	status: code,
	...(headers ? { headers } : {}),
});

function kindsOf(target: Target): FaultKind[] {
	// What stores nothing, or nothing twice, is sent again.
	const lost = { unclear: true, transient: !target.write || target.keyed === true };
	return [
		{
			name: '429 with Retry-After seconds',
			fault: status(429, { 'retry-after': '1' }),
			limited: true,
		},
		// The date is filled in when the fault is armed.
		{
			name: '429 with Retry-After date',
			fault: status(429, { 'retry-after': 'date' }),
			limited: true,
		},
		{ name: '429', fault: status(429), limited: true },
		{ name: 'throttle body', fault: { kind: 'throttle' }, limited: true },
		// More refusals than tries.
		{ name: 'limit used up by others', fault: { kind: 'throttle' }, limited: true, times: 4 },
		{ name: '500', fault: status(500), ...lost },
		{ name: '503', fault: status(503), ...lost },
		{ name: 'secrets echoed', fault: { kind: 'status', status: 400, body: 'echo' } },
		{ name: 'drop before', fault: { kind: 'dropBefore' }, ...lost },
		{ name: 'drop after', fault: { kind: 'dropAfter' }, ...lost },
		{ name: 'slow reply', fault: { kind: 'slowReply', millis: SLOW }, ...lost },
		{ name: 'slow start', fault: { kind: 'latency', millis: SLOW }, ...lost },
		{ name: 'tokens expired', fault: { kind: 'expireTokens' } },
		...(target.write ? PARTIAL : []),
		...(target.write ? [UNREADABLE] : []),
		...(target.keyed ? [LOST_THEN_REFUSED] : []),
		...(target.busy === undefined ? [] : [notCarriedOut(target.busy)]),
		...target.malformed.map(
			(body): FaultKind => ({ name: `malformed: ${body}`, fault: { kind: 'malformed', body } }),
		),
	];
}

/** The vendor cannot read one record, which is found among the others of its batch by halving. */
const UNREADABLE: FaultKind = {
	name: 'unreadable record',
	fault: { kind: 'unreadable', text: 'key-5' },
};

/** What may be sent again is, and the second sending is refused: the first may be stored all the same. */
const LOST_THEN_REFUSED: FaultKind = {
	name: 'drop after, then 403',
	fault: { kind: 'dropAfter' },
	then: status(403),
};

const notCarriedOut = (entry: unknown): FaultKind => ({
	name: 'records not carried out',
	fault: { kind: 'partial', positions: [0, 2], entry },
	transient: true,
});

// Positions that a batch does not have refuse nothing.
const PARTIAL: FaultKind[] = [
	{ name: 'partial failure', fault: { kind: 'partial', positions: [0, 2] } },
];
const REFUSED: FaultKind[] = [
	{ name: 'connections refused for a while', fault: 'refusesForAWhile', transient: true },
	{ name: 'connections refused', fault: 'closed' },
];

const MODES: readonly OnError[] = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];

/** All cells: vendors x kinds of requests x faults x On Error x Retry On Fail, at the first request and in the middle. */
export function allCells(): Cell[] {
	return MATRIX_VENDORS.flatMap((vendor) =>
		vendor.targets.flatMap((target) =>
			[...kindsOf(target), ...(target.write ? REFUSED : [])].filter(isMet(vendor)).flatMap((kind) =>
				(kind.times !== undefined ? [1] : kind.transient || kind.limited ? [3, 1] : [2]).flatMap(
					(maxTries) =>
						MODES.flatMap((onError) =>
							[false, true].flatMap((retry) =>
								// Continue modes are run again by n8n only if the first item failed.
								(target.requests > 1 && typeof kind.fault !== 'string' ? [0, 1] : [0]).map(
									(skip) => ({ vendor, target, kind, skip, onError, retry, maxTries }),
								),
							),
						),
				),
			),
		),
	);
}

/** Two requests leave together, so that no later one finds a socket closed that was open for the first. */
function isMet({ targets: [first] }: FaultVendor): (kind: FaultKind) => boolean {
	return ({ fault }) => fault !== 'refusesForAWhile' || (first?.requests ?? 0) > 2;
}

/** A cell in words. */
export function nameOf({ vendor, target, kind, skip, onError, retry, maxTries }: Cell): string {
	return [
		vendor.node,
		vendor.taken !== undefined ? `${target.name} after another run` : target.name,
		kind.name,
		skip === 0 ? 'first' : 'middle',
		onError,
		retry ? 'Retry On Fail' : 'once',
		`${maxTries} tries`,
	].join(', ');
}

const RENEWS = new Set(['bigin', 'salesforceEngagement', 'shareCrm']);

/** How many items must succeed at least: an engine that reports failures only would lose nothing, and be of no use. */
export function leastWritten({
	vendor,
	target,
	kind,
	skip,
	onError,
	retry,
	maxTries,
}: Cell): number {
	const { count, batchSize, taken } = vendor;
	if (kind.fault === 'closed' || kind.then !== undefined || taken === true) return 0;
	if (kind.limited || (kind.transient && maxTries > 1)) return count;
	if (kind.fault === 'refusesForAWhile') return 0;
	if (kind.fault.kind === 'expireTokens') return RENEWS.has(vendor.node) ? count : 0;
	if (kind.fault.kind === 'malformed' && kind.fault.body === 'reordered') return count;
	// The second run of the node sends what the first could not.
	if (
		kind.transient &&
		!kind.unclear &&
		target.write &&
		retry &&
		(onError === 'stopWorkflow' || skip === 0)
	)
		return count;
	if (onError === 'stopWorkflow' || target.name === 'token') return 0;
	if (kind.fault.kind === 'unreadable') return count - (target.whole ? batchSize : 1);
	return kind.fault.kind === 'partial' ? count - Math.min(2, batchSize) : count - batchSize;
}

/** True where the node is to give up before the reply comes. */
export function isSlow({ kind }: Cell): boolean {
	return (
		typeof kind.fault !== 'string' &&
		(kind.fault.kind === 'slowReply' || kind.fault.kind === 'latency')
	);
}
