import type { Files, InputFile } from '../../shared/formats/files';

export {
	DOWNLOADED,
	downloadOutcome,
	fileOutcome,
	inputField,
	outputField,
} from '../../shared/operations/files';

/** Most bytes of an attachment or a file. 20 MB is stated for files, and assumed for attachments (bigin 5.2 and 5.3). */
export const FILE_BYTES = 20 * 1024 * 1024;

/**
 * The file of an input item, no larger than Bigin takes.
 * @param most bytes
 * @throws InputError
 */
export async function inputFile(
	files: Files,
	itemIndex: number,
	field: string,
	most = FILE_BYTES,
): Promise<InputFile> {
	return await files.read(itemIndex, field, { bytes: most, by: 'Bigin' });
}
