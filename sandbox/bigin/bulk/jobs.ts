import type { AccountState } from '../state/accountState';

/** Where a job stands by the clock: for the first third of its time it waits (bigin 10.1). */
export function stateOf(
	started: number,
	state: AccountState,
): 'ADDED' | 'IN PROGRESS' | 'COMPLETED' {
	const passed = state.millis() - started;
	const { bulkMillis } = state.settings;
	if (passed >= bulkMillis) return 'COMPLETED';
	return passed < bulkMillis / 3 ? 'ADDED' : 'IN PROGRESS';
}
