/** A workflow that receives the events of a webhook. */
export interface Member {
	/** Its own address, which identifies it. */
	url: string;
	/** The events that it waits for. */
	events: readonly string[];
	/** True if it is being tested in the editor. */
	test?: boolean;
}

/** A webhook at the vendor. */
export interface Hook {
	id: string;
	url: string;
	/** False if the vendor has switched it off. */
	enabled: boolean;
	events: readonly string[];
	secret?: string;
	/** The workflows that share it; absent or empty if somebody else created it. */
	members?: readonly Member[];
}

/** What a webhook at the vendor should be. */
export interface Wanted {
	url: string;
	events: readonly string[];
	members: readonly Member[];
}

/** The webhook of a single workflow. */
export function alone(member: Member): Wanted {
	return { url: member.url, events: member.events, members: [member] };
}

/** The webhook that calls this workflow, either its own or a shared one. */
export function hookOf(hooks: readonly Hook[], { url }: Pick<Member, 'url'>): Hook | undefined {
	return hooks.find(
		(hook) => hook.url === url || (hook.members ?? []).some((member) => member.url === url),
	);
}

/** True if this workflow receives its events without any change to the webhook. */
export function isComplete(hook: Hook, me: Member): boolean {
	const listed = (hook.members ?? []).find(({ url }) => url === me.url);
	return (
		hook.enabled &&
		includesAll(hook.events, me.events) &&
		(listed === undefined ? hook.url === me.url : sameSet(listed.events, me.events))
	);
}

/** A webhook of this n8n instance that a workflow can join: it calls a production workflow that is itself a member. */
export function shareable(hooks: readonly Hook[], me: Member): Hook | undefined {
	return hooks.find(
		({ url, members = [] }) =>
			originOf(url) === originOf(me.url) &&
			members.some((member) => member.url === url && member.test !== true),
	);
}

/**
 * The webhook after a workflow joined it or changed its events.
 * @param first true if the vendor should call this workflow, which then passes the events on
 */
export function joined(hook: Hook, me: Member, first: boolean): Wanted {
	const others = (hook.members ?? []).filter(({ url }) => url !== me.url);
	return wanted(first ? me.url : hook.url, [...others, me]);
}

/** The webhook after a workflow left it; undefined if no member is left. */
export function left(hook: Hook, { url }: Pick<Member, 'url'>): Wanted | undefined {
	const others = (hook.members ?? []).filter((member) => member.url !== url);
	const heir = others.find(({ test }) => test !== true) ?? others[0];
	if (heir === undefined) return undefined;
	return wanted(others.some((member) => member.url === hook.url) ? hook.url : heir.url, others);
}

function wanted(url: string, members: readonly Member[]): Wanted {
	return { url, events: [...new Set(members.flatMap(({ events }) => events))].sort(), members };
}

export function originOf(url: string): string | undefined {
	return URL.canParse(url) ? new URL(url).origin : undefined;
}

function includesAll(all: readonly string[], some: readonly string[]): boolean {
	return some.every((entry) => all.includes(entry));
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
	return includesAll(one, other) && includesAll(other, one);
}
