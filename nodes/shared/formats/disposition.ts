import type { IDataObject } from 'n8n-workflow';

import { header } from '../http/replies';

const EXTENDED = /(?:^|;)\s*filename\*\s*=\s*"?([\w-]+)'[^']*'([^;"]+)/i;
const QUOTED = /(?:^|;)\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i;
const BARE = /(?:^|;)\s*filename\s*=\s*([^;"]+)/i;

/** The file name in a download's Content-Disposition (RFC 6266), without folders: the extended form if there is one, otherwise the plain one. */
export function fileNameOf(headers: IDataObject): string | undefined {
	const value = header(headers, 'Content-Disposition');
	if (value === undefined) return undefined;
	const given =
		extended(EXTENDED.exec(value)) ??
		plain(QUOTED.exec(value)?.[1]?.replace(/\\(.)/g, '$1') ?? BARE.exec(value)?.[1]);
	const name = (given?.split(/[/\\]/).pop() ?? '').replace(/\p{Cc}/gu, '').trim();
	return name === '' || name === '.' || name === '..' ? undefined : name;
}

function extended(match: RegExpExecArray | null): string | undefined {
	const [, charset = '', encoded = ''] = match ?? [];
	if (encoded === '') return undefined;
	const bytes = Buffer.from(
		encoded.replace(/%([\da-f]{2})/gi, (_, code: string) =>
			String.fromCharCode(parseInt(code, 16)),
		),
		'latin1',
	);
	return charset.toLowerCase() === 'utf-8' ? bytes.toString() : bytes.toString('latin1');
}

/** Headers arrive as Latin-1; many servers send UTF-8 in them, and some percent-encode it. */
function plain(text: string | undefined): string | undefined {
	if (text === undefined) return undefined;
	const decoded = Buffer.from(text, 'latin1').toString();
	const name = decoded.includes('\ufffd') ? text : decoded;
	return /%[\da-f]{2}/i.test(name) ? (percentDecoded(name) ?? name) : name;
}

function percentDecoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}
