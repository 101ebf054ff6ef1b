import { boolean, number, text, type Field } from '../../../shared/fields';
import { createRecords } from '../../create';
import { customFields, description, owner, tags } from '../../fields';

/** Fields of a product (contract 3.6). */
const fields: readonly Field[] = [
	text('Product_Name', 'Product Name', { required: true, placeholder: 'e.g. Adventure Safari' }),
	customFields,
	description,
	owner,
	boolean('Product_Active', 'Active', { default: true, description: 'Whether the product can be sold at present' }),
	text('Product_Category', 'Product Category', { placeholder: 'e.g. Safari' }),
	text('Product_Code', 'Product Code', { placeholder: 'e.g. ADV001' }),
	tags,
	number('Unit_Price', 'Unit Price'),
];

export const createProduct = createRecords({ module: 'Products', noun: 'product', fields });
