/** The headers of ShareCRM's own calls that a request to its host of files has. */
export function ownHeaders(headers: Record<string, unknown> = {}): string[] {
	return ['authorization', 'x-fs-ea', 'x-fs-userid'].filter((name) => name in headers);
}
