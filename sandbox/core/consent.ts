import { escape } from './page';

/** The page on which a person lets n8n into an account, or does not; it sends the browser back to n8n with the decision. */
export function consentPage(
	service: string,
	query: Record<string, string | undefined>,
	code: string,
): string {
	const scopes = (query.scope ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
	const decisions = { Allow: { code }, Deny: { error: 'access_denied' } };
	const buttons = Object.entries(decisions).map(
		([label, result]) => `<a role="button" href="${escape(addressOf(query, result))}">${label}</a>`,
	);
	return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Allow access, ${escape(service)}</title><link rel="icon" href="data:,">
<style>body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; color: #222 } a { border: 1px solid #888; border-radius: 4px; padding: .5rem 1rem; margin-right: 1rem; color: inherit; text-decoration: none }</style></head>
<body>
<h1>${escape(service)}, fake server</h1>
<p>n8n wants to use the account of this fake server:</p>
<ul>${scopes.map((scope) => `<li>${escape(scope)}</li>`).join('')}</ul>
<p>${buttons.join('\n')}</p>
</body>
</html>
`;
}

/** The address in n8n that takes the decision. */
function addressOf(
	{ redirect_uri: redirect = '', state = '' }: Record<string, string | undefined>,
	result: Record<string, string>,
): string {
	return `${redirect}${redirect.includes('?') ? '&' : '?'}${new URLSearchParams({ ...result, state }).toString()}`;
}
