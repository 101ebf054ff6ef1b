/** A file inside a ZIP archive. */
export interface ZippedFile {
	name: string;
	bytes: Buffer;
}

/** The first file of an archive, or why it cannot be read, as the end of the sentence "the archive ...". */
export type Unzipped = { ok: true; file: ZippedFile } | { ok: false; reason: string };

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_ZIP64 = 0x07064b50;
const LOCAL_SIZE = 30;
const CENTRAL_SIZE = 46;
const END_SIZE = 22;
/** Maximum bytes of the comment after the end record. */
const LONGEST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;
/** Flags: encrypted, strongly encrypted, or with a masked directory. */
const ENCRYPTED = 0x2041;
const UTF8 = 0x0800;
/** January 1, 1980, the earliest day that the format can express. */
const DAY = 0x21;

/** True if the bytes start like an archive. */
export function isZip(bytes: Buffer): boolean {
	return (
		bytes.length >= END_SIZE && (bytes.readUInt32LE(0) === LOCAL || bytes.readUInt32LE(0) === END)
	);
}

/** Makes an archive that stores one file uncompressed. */
export function zipOf({ name, bytes }: ZippedFile): Buffer {
	const path = Buffer.from(name);
	// The fields that both headers of a file share: version, flags, method, time, day, checksum, sizes, length of the name.
	const common = Buffer.alloc(26);
	common.writeUInt16LE(20, 0);
	common.writeUInt16LE(UTF8, 2);
	common.writeUInt16LE(STORED, 4);
	common.writeUInt16LE(DAY, 8);
	common.writeUInt32LE(crc32(bytes), 10);
	common.writeUInt32LE(bytes.length, 14);
	common.writeUInt32LE(bytes.length, 18);
	common.writeUInt16LE(path.length, 22);
	const local = Buffer.concat([uint32(LOCAL), common, path]);
	const central = Buffer.concat([
		uint32(CENTRAL),
		Buffer.from([20, 0]),
		common,
		Buffer.alloc(CENTRAL_SIZE - 32),
		path,
	]);
	const end = Buffer.alloc(END_SIZE);
	end.writeUInt32LE(END, 0);
	end.writeUInt16LE(1, 8);
	end.writeUInt16LE(1, 10);
	end.writeUInt32LE(central.length, 12);
	end.writeUInt32LE(local.length + bytes.length, 16);
	return Buffer.concat([local, bytes, central, end]);
}

function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

/** What the central directory says about a file. */
interface Entry {
	name: string;
	flags: number;
	method: number;
	sum: number;
	packed: number;
	size: number;
	offset: number;
}

/**
 * Unpacks the first file of an archive. Never throws.
 * @param most maximum size of the unpacked file in bytes
 */
export async function unzipFirst(zip: Buffer, most: number): Promise<Unzipped> {
	const entry = firstEntry(zip);
	if (typeof entry === 'string') return { ok: false, reason: entry };
	const { name, flags, method, sum, packed, size, offset } = entry;
	if (flags & ENCRYPTED) return { ok: false, reason: 'is encrypted' };
	if (method !== STORED && method !== DEFLATED)
		return { ok: false, reason: `uses an unsupported compression method (${method})` };
	if (size > most)
		return { ok: false, reason: `holds a file of ${size} bytes, and at most ${most} are unpacked` };
	if (offset + LOCAL_SIZE > zip.length || zip.readUInt32LE(offset) !== LOCAL)
		return { ok: false, reason: BROKEN };
	const start = offset + LOCAL_SIZE + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
	if (start + packed > zip.length) return { ok: false, reason: BROKEN };
	const data = zip.subarray(start, start + packed);
	const bytes = method === STORED ? data : await inflated(data, size);
	if (bytes === undefined || bytes.length !== size || crc32(bytes) !== sum)
		return { ok: false, reason: BROKEN };
	return { ok: true, file: { name, bytes } };
}

const BROKEN = 'is damaged or incomplete';

/** The first file in the central directory, skipping folders; otherwise the reason why there is none. */
function firstEntry(zip: Buffer): Entry | string {
	const end = endOf(zip);
	if (end === undefined)
		return zip.length === 0 ? 'is empty' : 'is not a ZIP archive, or is incomplete';
	const count = zip.readUInt16LE(end + 10);
	let position = zip.readUInt32LE(end + 16);
	const isZip64 =
		count === 0xffff ||
		position === 0xffffffff ||
		(end >= 20 && zip.readUInt32LE(end - 20) === END_ZIP64);
	if (isZip64) return 'has the form ZIP64, which is not read here';
	if (
		zip.readUInt16LE(end + 4) !== 0 ||
		zip.readUInt16LE(end + 6) !== 0 ||
		zip.readUInt16LE(end + 8) !== count
	)
		return 'is one part of several';
	for (let index = 0; index < count; index++) {
		if (position + CENTRAL_SIZE > end || zip.readUInt32LE(position) !== CENTRAL) return BROKEN;
		const next =
			position +
			CENTRAL_SIZE +
			zip.readUInt16LE(position + 28) +
			zip.readUInt16LE(position + 30) +
			zip.readUInt16LE(position + 32);
		if (next > end) return BROKEN;
		const entry = entryAt(zip, position);
		if (entry.packed === 0xffffffff || entry.size === 0xffffffff || entry.offset === 0xffffffff)
			return 'has the form ZIP64, which is not read here';
		if (!entry.name.endsWith('/')) return entry;
		position = next;
	}
	return 'holds no file';
}

/** The position of the end record: the last one whose comment reaches exactly to the end of the archive. */
function endOf(zip: Buffer): number | undefined {
	for (
		let position = zip.length - END_SIZE;
		position >= Math.max(0, zip.length - END_SIZE - LONGEST_COMMENT);
		position--
	) {
		if (
			zip.readUInt32LE(position) === END &&
			position + END_SIZE + zip.readUInt16LE(position + 20) === zip.length
		)
			return position;
	}
	return undefined;
}

function entryAt(zip: Buffer, position: number): Entry {
	const flags = zip.readUInt16LE(position + 8);
	const name = zip.subarray(
		position + CENTRAL_SIZE,
		position + CENTRAL_SIZE + zip.readUInt16LE(position + 28),
	);
	return {
		name: name.toString(flags & UTF8 ? 'utf8' : 'latin1'),
		flags,
		method: zip.readUInt16LE(position + 10),
		sum: zip.readUInt32LE(position + 16),
		packed: zip.readUInt32LE(position + 20),
		size: zip.readUInt32LE(position + 24),
		offset: zip.readUInt32LE(position + 42),
	};
}

/** Inflates data; undefined if it is damaged or exceeds its stated size, because a small archive may hold a huge file. */
async function inflated(data: Buffer, size: number): Promise<Buffer | undefined> {
	const reader = new Blob([data])
		.stream()
		.pipeThrough(new DecompressionStream('deflate-raw'))
		.getReader();
	const chunks: Uint8Array[] = [];
	let total = 0;
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return Buffer.concat(chunks, total);
			chunks.push(value as Uint8Array);
			total += (value as Uint8Array).length;
			if (total > size) break;
		}
	} catch {
		return undefined;
	}
	await reader.cancel();
	return undefined;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
	let entry = index;
	for (let bit = 0; bit < 8; bit++) entry = entry & 1 ? (entry >>> 1) ^ 0xedb88320 : entry >>> 1;
	return entry;
});

/** The CRC-32 checksum of ZIP, PNG and gzip. */
export function crc32(bytes: Uint8Array): number {
	let sum = 0xffffffff;
	for (let index = 0; index < bytes.length; index++) {
		sum = (TABLE[(sum ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (sum >>> 8);
	}
	return (sum ^ 0xffffffff) >>> 0;
}
