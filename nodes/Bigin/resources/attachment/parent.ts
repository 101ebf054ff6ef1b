import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { pathPart } from '../../../shared/replies';
import { biginId, recordId } from '../../fields/common';
import { moduleChoice, RECORD_MODULES } from '../../fields/moduleChoice';

/** Modules whose records can have attachments: notes too, but not calls (contract 5.2). */
const MODULES: readonly INodePropertyOptions[] = [...RECORD_MODULES.filter(({ value }) => value !== 'Calls'), { name: 'Notes', value: 'Notes' }];

/** The record that an attachment belongs to. */
export const parent = [moduleChoice(MODULES, 'The module of the record'), recordId('record')];

export const attachmentId = biginId('attachmentId', 'Attachment ID', { required: true, description: 'The ID of the attachment, as Get Many gives it' });

/** Path of the attachments of a record, or of one of them. */
export function attachmentsPath({ module, id, attachmentId: attachment }: IDataObject): string {
	const path = `/bigin/v2/${pathPart(String(module))}/${pathPart(String(id))}/Attachments`;
	return attachment === undefined ? path : `${path}/${pathPart(String(attachment))}`;
}
