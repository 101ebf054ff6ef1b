const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
	let entry = index;
	for (let bit = 0; bit < 8; bit++) entry = entry & 1 ? (entry >>> 1) ^ 0xedb88320 : entry >>> 1;
	return entry;
});

/** The check sum of ZIP, PNG and gzip. */
export function crc32(bytes: Uint8Array): number {
	let sum = 0xffffffff;
	for (let index = 0; index < bytes.length; index++) {
		sum = (TABLE[(sum ^ (bytes[index] ?? 0)) & 0xff] ?? 0) ^ (sum >>> 8);
	}
	return (sum ^ 0xffffffff) >>> 0;
}
