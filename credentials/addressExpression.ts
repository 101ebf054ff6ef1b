/**
 * An n8n expression for an address that a user typed into a credential. n8n itself sends secrets there before a node's code
 * can check it, so the expression adds https if there is no scheme, and turns http into https except on this machine.
 * @param value expression for the value, such as `$self["host"]`
 */
export function addressExpression(value: string): string {
	const scheme = '.replace(/^(?!https?:\\/\\/)(?=.)/i, "https://")';
	const encrypted =
		'.replace(/^http:\\/\\/(?!(localhost|127(\\.\\d+){3}|\\[::1\\])(:\\d+)?(\\/|$))/i, "https://")';
	return `String(${value} || "").trim().slice(0, 2048).replace(/\\/{1,9}$/, "")${scheme}${encrypted}`;
}
