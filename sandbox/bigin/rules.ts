/** The texts of KEY=VALUE pairs that events and tasks carry, as Bigin's page defines them (bigin 3.11 and 3.12). */

const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/;
const whole = (value: string, low: number, high: number) =>
	/^-?\d+$/.test(value) && Number(value) >= low && Number(value) <= high;

/** The pairs of a rule; undefined where it is not made of pairs or holds a key twice. */
function pairsOf(rule: string): Map<string, string> | undefined {
	const pairs = new Map<string, string>();
	for (const part of rule.split(';')) {
		const [, key, value] = /^([A-Z_]+)=(.+)$/.exec(part) ?? [];
		if (key === undefined || value === undefined || pairs.has(key)) return undefined;
		pairs.set(key, value);
	}
	return pairs;
}

const RRULE: Record<string, (value: string) => boolean> = {
	FREQ: (value) => ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(value),
	INTERVAL: (value) => whole(value, 1, 99),
	COUNT: (value) => whole(value, 1, 99),
	UNTIL: (value) => DAY.test(value),
	BYMONTHDAY: (value) => whole(value, 1, 31),
	BYDAY: (value) =>
		value.split(',').every((day) => ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'].includes(day)),
	BYSETPOS: (value) => ['1', '2', '3', '4', '-1'].includes(value),
	DTSTART: (value) => DAY.test(value),
};

/** True for a rule that says how an activity repeats. */
export function isRecurrence(rule: string): boolean {
	const pairs = pairsOf(rule);
	if (!pairs || ![...pairs].every(([key, value]) => RRULE[key]?.(value))) return false;
	const monthly = ['MONTHLY', 'YEARLY'].includes(pairs.get('FREQ') ?? '');
	const ends = Number(pairs.has('COUNT')) + Number(pairs.has('UNTIL'));
	return (
		pairs.has('FREQ') &&
		pairs.has('INTERVAL') &&
		ends === 1 &&
		(monthly || (!pairs.has('BYMONTHDAY') && !pairs.has('BYSETPOS')))
	);
}

/** True for a rule that says when and how a task reminds. */
export function isAlarm(rule: string): boolean {
	const pairs = pairsOf(rule);
	if (!pairs || !['EMAIL', 'POPUP'].includes(pairs.get('ACTION') ?? '')) return false;
	if ([...pairs.keys()].some((key) => !['FREQ', 'ACTION', 'TRIGGER', 'TRIGGER_TIME'].includes(key)))
		return false;
	const trigger = pairs.get('TRIGGER') ?? '';
	const time = pairs.get('TRIGGER_TIME');
	if (trigger.startsWith('DATE-TIME:'))
		return time === undefined && MOMENT.test(trigger.slice('DATE-TIME:'.length));
	// The page writes both -P1D and P1D.
	return (
		/^-?P[1-9]\d*[DW]$/.test(trigger) &&
		time !== undefined &&
		/^([01]\d|2[0-3]):[0-5]\d$/.test(time)
	);
}
