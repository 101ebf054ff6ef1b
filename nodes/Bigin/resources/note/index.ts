import type { Resource } from '../../../shared/form/operation';
import { createNote } from './create';
import { deleteNote } from './delete';
import { getManyNotes } from './getMany';
import { updateNote } from './update';

export const note: Resource = {
	name: 'Note',
	value: 'note',
	operations: [createNote, deleteNote, getManyNotes, updateNote],
};
