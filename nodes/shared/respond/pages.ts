/** Headers that allow a browser nothing on these pages except to submit their form. */
export const HEADERS: Record<string, string> = {
	'Content-Type': 'text/html; charset=utf-8',
	'Content-Security-Policy':
		"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
	'Cache-Control': 'no-store',
	// The page's address is signed, so it must not leak to other sites.
	'Referrer-Policy': 'no-referrer',
	'X-Robots-Tag': 'noindex',
};

const STYLE =
	'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem;color:#222}p{white-space:pre-line}textarea{box-sizing:border-box;width:100%;font:inherit;padding:.5rem}button{font:inherit;margin-top:1rem;padding:.5rem 1.5rem;border:0;border-radius:.3rem;background:#ff6d5a;color:#fff;cursor:pointer}';

function page(title: string, body: string): string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><h1>${escaped(title)}</h1>${body}</body></html>`;
}

/** Asks for confirmation: mail scanners and chat previews open every link, and must not decide. */
export function confirmPage(label: string): string {
	return page(
		label,
		`<p>Press the button to send this answer.</p><form method="post"><button>${escaped(label)}</button></form>`,
	);
}

/** Asks for text. */
export function textPage(question: string, note = ''): string {
	const shown = question === '' ? '' : `<p>${escaped(question)}</p>`;
	const hint = note === '' ? '' : `<p role="alert">${escaped(note)}</p>`;
	return page(
		'Your answer',
		`${shown}${hint}<form method="post"><textarea name="text" rows="6" required aria-label="Your answer"></textarea><button>Send</button></form>`,
	);
}

export const RECORDED = page(
	'Thank you',
	'<p>Your answer was recorded. You can close this page.</p>',
);

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
