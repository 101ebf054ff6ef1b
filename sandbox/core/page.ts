import type { ICredentialType } from 'n8n-workflow';

/** What the page of a fake server shows. */
export interface PageContent {
	/** The vendor whose API it speaks. */
	name: string;
	/** Everything stored, by kind of record. */
	stored: Record<string, unknown[]>;
	/** How many requests have arrived so far. */
	requests: number;
	/** Credential types that work here, with the values of their forms. */
	credentials: ReadonlyArray<{ type: ICredentialType; values: Record<string, unknown> }>;
}

/** Fields that a credential inherits from n8n's OAuth2 credential. */
const INHERITED: Record<string, string> = { clientId: 'Client ID', clientSecret: 'Client Secret' };

/** The page at a fake server's own address: what it holds, and what to enter in n8n to reach it. */
export function indexPage({ name, stored, requests, credentials }: PageContent): string {
	const kinds = Object.entries(stored).map(
		([kind, records]) => `<li>${escape(kind)}: ${records.length}</li>`,
	);
	return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${escape(name)}, fake server</title><link rel="icon" href="data:,">
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #222 } table { border-collapse: collapse } td, th { border: 1px solid #ccc; padding: .3rem .7rem; text-align: left } code { user-select: all }</style></head>
<body>
<h1>${escape(name)}, fake server</h1>
<p>This server speaks the API of ${escape(name)}, so that you can try the node without an account. It belongs to your machine alone, and forgets everything when it stops.</p>
<h2>What it holds</h2>
${kinds.length > 0 ? `<ul>${kinds.join('')}</ul>` : '<p>No records yet.</p>'}
<p><a href="/__sandbox/stored">All records</a> and <a href="/__sandbox/requests">all requests</a> (${requests}) as JSON.</p>
${credentials.map(credentialForm).join('\n')}
</body>
</html>
`;
}

function credentialForm({ type, values }: PageContent['credentials'][number]): string {
	const rows = Object.entries(values).flatMap(([name, value]) =>
		typeof value === 'object' ? [] : [row(type, name, String(value))],
	);
	// n8n gets these tokens by itself once the user has pressed the button.
	const connect =
		'oauthTokenData' in values ? '<p>Then press the button that connects the account.</p>' : '';
	return `<h2>Your own credential: ${escape(type.displayName)}</h2>
<p>In n8n, create a credential of this kind and enter:</p>
<table>${rows.join('')}</table>${connect}`;
}

/** A line of the form in the words of the form: the label of the field, and the name of a choice instead of its value. */
function row(type: ICredentialType, name: string, value: string): string {
	const field = type.properties.find((property) => property.name === name);
	const choice = field?.options?.find(
		(option) => 'value' in option && option.value === value,
	)?.name;
	return `<tr><th>${escape(field?.displayName ?? INHERITED[name] ?? name)}</th><td><code>${escape(choice ?? value)}</code></td></tr>`;
}

/** Text as it stands in a page. */
export function escape(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
