/** As much of the library as the tests use; it brings no types along. */
declare module 'jsonwebtoken' {
	interface Expected {
		algorithms?: string[];
		audience?: string;
		issuer?: string;
		subject?: string;
		complete?: boolean;
	}
	const jwt: {
		verify(
			token: string,
			key: string,
			expected?: Expected,
		): { header: Record<string, unknown>; payload: { exp: number } };
	};
	export default jwt;
}
