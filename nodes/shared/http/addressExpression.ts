/**
 * An expression of n8n for the address in a value that a user typed into a credential: n8n itself sends secrets there,
 * before any code of a node can check it. Without a scheme it gets https, and plain http becomes https except on this machine.
 * @param value expression for the value, such as `$self["host"]`
 */
export function addressExpression(value: string): string {
	const scheme = '.replace(/^(?!https?:\\/\\/)(?=.)/i, "https://")';
	const encrypted =
		'.replace(/^http:\\/\\/(?!(localhost|127(\\.\\d+){3}|\\[::1\\])(:\\d+)?(\\/|$))/i, "https://")';
	return `String(${value} || "").trim().slice(0, 2048).replace(/\\/{1,9}$/, "")${scheme}${encrypted}`;
}
