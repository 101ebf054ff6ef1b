import { consentPage } from '../../../sandbox/core/consent';

/** The address behind a button of the page. */
function addressOf(page: string, button: string): URL {
	const [, href = ''] = new RegExp(`href="([^"]*)">${button}<`).exec(page) ?? [];
	return new URL(href.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))));
}

describe('consent page of a fake server', () => {
	const query = {
		redirect_uri: 'http://localhost:5678/rest/oauth2-credential/callback',
		state: 'a&b="c"',
		scope: 'one two,three',
	};
	const page = consentPage('Zoho Bigin', query, 'the-code');

	it('leads back to n8n with the code and the state after Allow', () => {
		const { origin, pathname, searchParams } = addressOf(page, 'Allow');
		expect(origin + pathname).toBe(query.redirect_uri);
		expect(Object.fromEntries(searchParams)).toEqual({ code: 'the-code', state: query.state });
	});

	it('leads back to n8n without a code after Deny', () => {
		expect(Object.fromEntries(addressOf(page, 'Deny').searchParams)).toEqual({
			error: 'access_denied',
			state: query.state,
		});
	});

	it('lists each scope, and writes no text of the query as HTML', () => {
		expect([...page.matchAll(/<li>(\w+)<\/li>/g)].map(([, scope]) => scope)).toEqual([
			'one',
			'two',
			'three',
		]);
		expect(consentPage('Zoho Bigin', { ...query, scope: '<script>' }, 'x')).not.toContain(
			'<script>',
		);
	});
});
