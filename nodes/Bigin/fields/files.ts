import type { Files, InputFile } from '../../shared/formats/files';

export {
	DOWNLOADED,
	downloadOutcome,
	fileOutcome,
	inputField,
	outputField,
} from '../../shared/operations/files';

/** Maximum bytes of an attachment or a file. Zoho states 20 MB for files; for attachments it is a guess (bigin 5.2, 5.3). */
export const FILE_BYTES = 20 * 1024 * 1024;

/**
 * Reads the file of an input item.
 * @param most maximum bytes
 * @throws InputError if the file is missing or too large
 */
export async function inputFile(
	files: Files,
	itemIndex: number,
	field: string,
	most = FILE_BYTES,
): Promise<InputFile> {
	return await files.read(itemIndex, field, { bytes: most, by: 'Bigin' });
}
