import type { World } from '../state/world';

/** Where a job stands by the clock: for the first third of its time it waits (bigin 10.1). */
export function stateOf(started: number, world: World): 'ADDED' | 'IN PROGRESS' | 'COMPLETED' {
	const passed = world.millis() - started;
	const { bulkMillis } = world.settings;
	if (passed >= bulkMillis) return 'COMPLETED';
	return passed < bulkMillis / 3 ? 'ADDED' : 'IN PROGRESS';
}
