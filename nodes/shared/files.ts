import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { InputError } from './errors';

/** A file of an input item. */
export interface InputFile {
	name: string;
	mimeType: string;
	bytes: Buffer;
}

/** The files that items carry. */
export interface Files {
	/**
	 * The file in a binary field of an input item.
	 * @throws InputError where the item has no such field
	 */
	read(itemIndex: number, field: string): Promise<InputFile>;
	/** Makes a file for an output item. */
	make(bytes: Buffer, name: string, mimeType?: string): Promise<IBinaryData>;
}

/** Opens the files of a run. */
export function openFiles(context: IExecuteFunctions): Files {
	return {
		async read(itemIndex, field) {
			const data = context.getInputData()[itemIndex]?.binary?.[field];
			if (data === undefined) {
				throw new InputError(`The item has no file in the binary field '${field}'`, field, "Check 'Input Data Field Name', and that the node before gives out a file.");
			}
			const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, field).catch(() => undefined);
			if (bytes === undefined) {
				throw new InputError(`The file in the binary field '${field}' could not be read`, field, 'Its data may have been removed since; run the node before again.');
			}
			return { name: data.fileName ?? 'file', mimeType: data.mimeType, bytes };
		},
		make: async (bytes, name, mimeType) => await context.helpers.prepareBinaryData(bytes, name, mimeType),
	};
}
