import fc from 'fast-check';
import { unzipSync, zipSync, type Zippable } from 'fflate';

import { crc32, isZip, unzipFirst, zipOf } from '../../../nodes/shared/formats/zip';

const MOST = 1_000_000;
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const content = fc.oneof(
	fc.uint8Array({ maxLength: 2_000 }),
	fc.string({ maxLength: 200 }).map((text) => bytes(text.repeat(20))),
);
// The library puts the first entry's name through an object, which would sort numbers to the front.
const fileName = fc
	.string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
	.filter((name) => !name.endsWith('/') && !/^\d+$/.test(name) && name !== '__proto__');

/** An archive made by the library. */
function archive(files: Zippable, level: 0 | 6 = 6): Buffer {
	return Buffer.from(zipSync(files, { level }));
}

it('computes the checksum of RFC 3720', () => {
	expect(crc32(bytes('123456789'))).toBe(0xcbf43926);
});

it('writes what a library reads', () => {
	fc.assert(
		fc.property(fileName, content, (name, data) => {
			const zip = zipOf({ name, bytes: Buffer.from(data) });
			expect(isZip(zip)).toBe(true);
			const read = unzipSync(zip);
			expect(Object.keys(read)).toEqual([name]);
			expect(Buffer.from(read[name] ?? []).equals(Buffer.from(data))).toBe(true);
		}),
	);
});

it.each([['stored', 0] as const, ['deflated', 6] as const])(
	'reads what a library writes, %s',
	async (_what, level) => {
		await fc.assert(
			fc.asyncProperty(
				fileName,
				content,
				fc.string({ maxLength: 50 }),
				async (name, data, comment) => {
					const read = await unzipFirst(
						Buffer.from(
							zipSync({ [name]: [data, { level }], 'z-second.csv': bytes('no') }, {
								comment,
							} as never),
						),
						MOST,
					);
					expect(read).toMatchObject({ ok: true, file: { name } });
					if (read.ok) expect(read.file.bytes.equals(Buffer.from(data))).toBe(true);
				},
			),
			{ numRuns: 50 },
		);
	},
);

it('reads what it writes, whatever follows', async () => {
	const zip = zipOf({ name: 'a.csv', bytes: Buffer.from('x,y\n1,2\n') });
	expect(await unzipFirst(zip, MOST)).toMatchObject({ ok: true, file: { name: 'a.csv' } });
});

it('skips folders', async () => {
	expect(
		await unzipFirst(archive({ 'folder/': new Uint8Array(), 'folder/a.csv': bytes('a') }), MOST),
	).toMatchObject({ ok: true, file: { name: 'folder/a.csv' } });
	expect(await unzipFirst(archive({ 'folder/': new Uint8Array() }), MOST)).toEqual({
		ok: false,
		reason: 'holds no file',
	});
});

describe('An archive that cannot be read', () => {
	const good = archive({ 'a.csv': bytes('Id,Name\n1,Johnson\n'.repeat(100)) });
	const central = good.readUInt32LE(good.length - 6);
	/** The archive with some bytes replaced. */
	const changed = (position: number, ...values: number[]) => {
		const copy = Buffer.from(good);
		copy.set(values, position);
		return copy;
	};

	it.each([
		['nothing', Buffer.alloc(0), 'is empty'],
		[
			'a text',
			Buffer.from('{"code":"INVALID_DATA","status":"error","message":"x"}'),
			'is not a ZIP archive, or is incomplete',
		],
		['encrypted', changed(central + 8, 1), 'is encrypted'],
		['another method', changed(central + 10, 12), 'uses an unsupported compression method (12)'],
		[
			'ZIP64 by count',
			changed(good.length - 12, 0xff, 0xff),
			'has the form ZIP64, which is not read here',
		],
		[
			'ZIP64 by size',
			changed(central + 24, 0xff, 0xff, 0xff, 0xff),
			'has the form ZIP64, which is not read here',
		],
		['a disk among several', changed(good.length - 18, 1), 'is one part of several'],
		[
			'a wrong check sum',
			changed(central + 16, good.readUInt8(central + 16) ^ 1),
			'is damaged or incomplete',
		],
		[
			'a wrong size',
			changed(central + 24, good.readUInt8(central + 24) - 1),
			'is damaged or incomplete',
		],
		['a wrong place', changed(central + 42, 0xff, 0xff, 0xff), 'is damaged or incomplete'],
		['a wrong directory', changed(central, 0), 'is damaged or incomplete'],
		['the first half', good.subarray(0, good.length / 2), 'is not a ZIP archive, or is incomplete'],
	])('is refused: %s', async (_what, zip, reason) => {
		expect(await unzipFirst(zip, MOST)).toEqual({ ok: false, reason });
	});

	it('is refused if it unpacks to more than the limit', async () => {
		expect(await unzipFirst(good, 100)).toEqual({
			ok: false,
			reason: 'holds a file of 1800 bytes, and at most 100 are unpacked',
		});
	});

	it('is not unpacked beyond its stated size', async () => {
		// Ten million zeros whose stated size is ten bytes.
		const bomb = archive({ 'a.csv': new Uint8Array(10_000_000) });
		bomb.writeUInt32LE(10, bomb.readUInt32LE(bomb.length - 6) + 24);
		expect(await unzipFirst(bomb, MOST)).toEqual({ ok: false, reason: 'is damaged or incomplete' });
	});

	it('never throws, whatever is changed in it', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
				fc.nat(good.length),
				async (changes, cut) => {
					const copy = Buffer.from(good.subarray(0, good.length - (cut % 3 === 0 ? cut : 0)));
					for (const [position, value] of changes)
						if (position < copy.length) copy[position] = value;
					const read = await unzipFirst(copy, MOST);
					if (read.ok)
						expect(crc32(read.file.bytes)).toBe(crc32(bytes('Id,Name\n1,Johnson\n'.repeat(100))));
					else expect(read.reason).toMatch(/^(is|has|holds|uses) /);
				},
			),
			{ numRuns: 300 },
		);
	});
});
