import fc from 'fast-check';

import { fileNameOf } from '../../../nodes/shared/formats/disposition';
import { formBody } from '../../../nodes/shared/formats/multipart';

/** A form as the platform's parser reads it. */
async function parsed(parts: Parameters<typeof formBody>[0]) {
	const { body, contentType } = formBody(parts);
	return await new Response(body, { headers: { 'content-type': contentType } }).formData();
}

const name = fc
	.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
	.filter((text) => !/%(22|0[AD])/i.test(text) && !/[\p{Cc}\\]/u.test(text));

it('transfers files unchanged, under their names', async () => {
	await fc.assert(
		fc.asyncProperty(
			name,
			fc.uint8Array({ maxLength: 500 }),
			fc.string({ unit: 'grapheme', maxLength: 50 }),
			async (fileName, bytes, text) => {
				const form = await parsed([
					{ name: 'file', bytes: Buffer.from(bytes), fileName, mimeType: 'text/csv' },
					{ name: 'note', value: text },
				]);
				const file = form.get('file') as File;
				expect(Buffer.from(await file.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
				expect(file.type).toBe('text/csv');
				expect([file.name, file.name.replaceAll('%22', '"')]).toContain(fileName);
				expect(form.get('note')).toBe(text);
			},
		),
		{ numRuns: 200 },
	);
});

it('does not let a name or a type add headers', () => {
	const { body } = formBody([
		{
			name: 'file',
			bytes: Buffer.from('x'),
			fileName: 'a"\r\nX-Evil: 1\r\n\r\n.pdf',
			mimeType: 'text/plain\r\nX-Evil: 2',
		},
	]);
	const text = body.toString();
	expect(text).toContain(
		'filename="a%22%0D%0AX-Evil: 1%0D%0A%0D%0A.pdf"\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n',
	);
	expect(text).not.toMatch(/^X-Evil/m);
});

it('writes names outside ASCII as browsers do', () => {
	const { body } = formBody([
		{ name: 'file', bytes: Buffer.from('x'), fileName: 'Übersicht 数.pdf' },
	]);
	expect(body.includes(Buffer.from('filename="Übersicht 数.pdf"'))).toBe(true);
});

it('ends each part and the form with the declared boundary', () => {
	const { body, contentType } = formBody([
		{ name: 'a', value: '1' },
		{ name: 'b', value: '2' },
	]);
	const boundary = /boundary=(.+)$/.exec(contentType)?.[1] ?? '';
	expect(boundary.length).toBeGreaterThan(20);
	expect(body.toString().split(`--${boundary}`)).toHaveLength(4);
	expect(body.toString().endsWith(`--${boundary}--\r\n`)).toBe(true);
});

describe('The name of a download', () => {
	const raw = (text: string) => Buffer.from(text).toString('latin1');
	it.each([
		['a name in quotes', 'attachment; filename="a b.pdf"', 'a b.pdf'],
		['a name without quotes', 'attachment;filename=a.pdf', 'a.pdf'],
		['escaped quotes', 'attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'],
		['the extended form', "attachment; filename*=UTF-8''%C3%9Cber%20sicht.pdf", 'Über sicht.pdf'],
		['both forms', `attachment; filename="_ber.pdf"; filename*=utf-8'de'%C3%9Cber.pdf`, 'Über.pdf'],
		[
			'both forms, the other way round',
			`attachment; filename*=UTF-8''%C3%9Cber.pdf; filename="_ber.pdf"`,
			'Über.pdf',
		],
		[
			'the extended form of old servers',
			"attachment; filename*=ISO-8859-1''%DCber.pdf",
			'Über.pdf',
		],
		['UTF-8 in the header', `attachment; filename="${raw('Über.pdf')}"`, 'Über.pdf'],
		['Latin 1 in the header', 'attachment; filename="\xdcber.pdf"', 'Über.pdf'],
		['a percent-encoded plain name', 'attachment; filename="%C3%9Cber.pdf"', 'Über.pdf'],
		['a percent sign', 'attachment; filename="100%.pdf"', '100%.pdf'],
		['folders', 'attachment; filename="../../etc/passwd"', 'passwd'],
		['folders of another system', 'attachment; filename="C:\\\\temp\\\\a.pdf"', 'a.pdf'],
		['line breaks', "attachment; filename*=UTF-8''a%0D%0Ab.pdf", 'ab.pdf'],
		['no name', 'attachment', undefined],
		['an empty name', 'attachment; filename=""', undefined],
		['only folders', 'attachment; filename=".."', undefined],
	])('is read from %s', (_what, header, expected) => {
		expect(fileNameOf({ 'content-disposition': header })).toBe(expected);
	});

	it('is missing if the header is', () => {
		expect(fileNameOf({})).toBeUndefined();
	});
});
