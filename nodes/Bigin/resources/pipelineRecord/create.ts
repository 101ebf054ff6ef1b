import { dateField, group, list, lookup, number, readId, rows, text, type Field } from '../../../shared/fields';
import { isObject } from '../../../shared/values';
import { createRecords } from '../../create';
import { biginId, biginLookup, customFields, description, ID, optionalNumber, owner, tags, twoShapes } from '../../fields';

const quantity = number('Quantity', 'Quantity', { min: 0, default: 1 });
const listPrice = optionalNumber('List_Price', 'List Price', { min: 0, placeholder: 'e.g. 2000', description: "Price of one piece; the product's own price if left out" });
const discount = optionalNumber('Discount', 'Discount', { min: 0, placeholder: 'e.g. 10' });

const ROWS = { button: 'Add Product', row: 'Product', unknown: 'send' as const, description: 'Products that the pipeline record is about' };

/** Products: a flat row in the form, `{ Product: { id, name }, List_Price, Quantity, Discount }` in the API (contract 3.4). */
const associatedProducts = twoShapes(
	rows('Associated_Products', 'Products', [discount, listPrice, biginId('id', 'Product ID', { required: true }), text('name', 'Product Name', { description: 'Only for your own reading; Bigin goes by the ID' }), quantity], {
		...ROWS,
		finish: ({ id, name, ...row }) => ({ Product: { id, ...(name === undefined ? {} : { name }) }, ...row }),
	}),
	rows('Associated_Products', 'Products', [lookup('Product', 'Product ID', { ...ID, required: true }), listPrice, quantity, discount], ROWS),
);

/** The page shows an empty list only; `{ id }` as an entry is a guess (contract 3.4). */
const secondaryContacts = list('Secondary_Contacts', 'Secondary Contact IDs', {
	placeholder: 'e.g. 2034020000000489033, 2034020000000489034',
	description: 'IDs of further contacts, separated by commas, or an expression that yields a list',
	entry: (entry, shown) => {
		const id = readId(isObject(entry) ? entry.id : entry, shown, 'Secondary_Contacts', ID.form, ID.expects);
		return isObject(entry) ? { ...entry, id } : { id };
	},
});

/** Fields of a pipeline record, once called deal (contract 3.4). */
const fields: readonly Field[] = [
	text('Deal_Name', 'Pipeline Record Name', { required: true, placeholder: 'e.g. Adventure Tour Package' }),
	text('Sub_Pipeline', 'Sub-Pipeline', { required: true, placeholder: 'e.g. Sales Pipeline Standard', description: 'Name of the sub-pipeline' }),
	text('Stage', 'Stage', { required: true, placeholder: 'e.g. Needs Analysis', description: 'Name of a stage of this sub-pipeline' }),
	number('Amount', 'Amount'),
	associatedProducts,
	dateField('Closing_Date', 'Closing Date', 'day'),
	biginLookup('Account_Name', 'Company ID', 'ID of the company'),
	biginLookup('Contact_Name', 'Contact ID', 'ID of the main contact'),
	customFields,
	description,
	biginLookup('Layout', 'Layout ID', 'ID of the layout; needed only where Bigin asks for it'),
	owner,
	secondaryContacts,
	tags,
	group(
		'Pipeline',
		'Team Pipeline',
		[biginId('id', 'Team Pipeline ID', { required: true }), text('name', 'Team Pipeline Name', { description: 'Only for your own reading; Bigin goes by the ID' })],
		{ description: 'Team pipeline that the sub-pipeline belongs to' },
	),
];

export const createPipelineRecord = createRecords({ module: 'Pipelines', noun: 'pipeline record', fields });
