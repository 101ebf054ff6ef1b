import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { InputError } from '../base/errors';

/** A file of an input item. */
export interface InputFile {
	name: string;
	mimeType: string;
	bytes: Buffer;
}

/** The largest file that is accepted. */
export interface FileLimit {
	bytes: number;
	/** Whose limit it is, for the message: "Bigin". */
	by: string;
}

/** Reads and makes the files of items. */
export interface Files {
	/**
	 * Reads the file in a binary field of an input item. A file that is too large is refused before it is loaded into memory.
	 * @throws InputError if the item has no such field, or the file is too large or cannot be read
	 */
	read(itemIndex: number, field: string, limit: FileLimit): Promise<InputFile>;
	/** Makes a file for an output item. */
	make(bytes: Buffer, name: string, mimeType?: string): Promise<IBinaryData>;
}

/** Gives access to the files of a run. */
export function openFiles(context: IExecuteFunctions): Files {
	return {
		async read(itemIndex, field, limit) {
			const data = context.getInputData()[itemIndex]?.binary?.[field];
			if (data === undefined) {
				throw new InputError(
					`The item has no file in the binary field '${field}'`,
					field,
					"Check 'Input Data Field Name', and that the previous node outputs a file.",
				);
			}
			const name = data.fileName ?? 'file';
			const size = await sizeOf(context, data);
			if (size !== undefined && size > limit.bytes) throw tooLarge(name, field, size, limit);
			const bytes =
				data.id === undefined
					? await inMemory(context, itemIndex, field)
					: await fromStore(context, data.id, limit.bytes);
			if (bytes === undefined) {
				throw new InputError(
					`The file in the binary field '${field}' could not be read`,
					field,
					'Its data may have been removed since; run the previous node again.',
				);
			}
			if (bytes === 'tooLarge') throw tooLarge(name, field, undefined, limit);
			return { name, mimeType: data.mimeType, bytes };
		},
		make: async (bytes, name, mimeType) =>
			await context.helpers.prepareBinaryData(bytes, name, mimeType),
	};
}

/** @param size in bytes; undefined for a file that was not read to its end */
function tooLarge(
	name: string,
	field: string,
	size: number | undefined,
	{ bytes, by }: FileLimit,
): InputError {
	const has =
		size === undefined
			? `more than the ${bytes} bytes that ${by} takes`
			: `${size} bytes, and ${by} takes at most ${bytes}`;
	return new InputError(
		`The file '${name}' in 'Input Data Field Name' has ${has}`,
		field,
		`Make it smaller than ${bytes / 1024 / 1024} MB.`,
	);
}

/** The size of a file in bytes, without reading it; undefined if only reading it can tell. */
async function sizeOf(
	context: IExecuteFunctions,
	{ id, data }: IBinaryData,
): Promise<number | undefined> {
	if (id === undefined) return Buffer.byteLength(data, 'base64');
	// Ask the store, because a node may have changed the size that the item states.
	return await context.helpers.getBinaryMetadata(id).then(
		({ fileSize }) => (Number.isFinite(fileSize) ? fileSize : undefined),
		() => undefined,
	);
}

async function inMemory(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): Promise<Buffer | undefined> {
	return await context.helpers.getBinaryDataBuffer(itemIndex, field).catch(() => undefined);
}

/** Reads a file from n8n's binary store in pieces, and stops beyond `most` bytes. */
async function fromStore(
	context: IExecuteFunctions,
	id: string,
	most: number,
): Promise<Buffer | 'tooLarge' | undefined> {
	const pieces: Buffer[] = [];
	let length = 0;
	try {
		for await (const piece of await context.helpers.getBinaryStream(id)) {
			const bytes = Buffer.from(piece as Uint8Array);
			length += bytes.length;
			if (length > most) return 'tooLarge';
			pieces.push(bytes);
		}
	} catch {
		return undefined;
	}
	return Buffer.concat(pieces, length);
}
