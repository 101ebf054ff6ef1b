import { boolean, text, type Field } from '../../shared/form/fields';
import { description, optionalNumber, owner, tags } from '../fields/common';
import type { Module } from './module';

/** Fields of a product (bigin 3.6). */
const fields: readonly Field[] = [
	text('Product_Name', 'Product Name', { required: true, placeholder: 'e.g. Adventure Safari' }),
	description,
	owner,
	boolean('Product_Active', 'Active', {
		default: true,
		description: 'Whether the product is currently for sale',
	}),
	text('Product_Category', 'Product Category', { placeholder: 'e.g. Safari' }),
	text('Product_Code', 'Product Code', { placeholder: 'e.g. ADV001' }),
	tags,
	optionalNumber('Unit_Price', 'Unit Price', { placeholder: 'e.g. 250' }),
];

export const product: Module = {
	api: 'Products',
	name: 'Product',
	value: 'product',
	noun: 'product',
	nouns: 'products',
	fields,
	title: 'Product_Name',
	names: ['Product_Name'],
	simple: [
		'Product_Name',
		'Product_Code',
		'Product_Category',
		'Unit_Price',
		'Product_Active',
		'Description',
		'Owner',
		'Tag',
		'Modified_Time',
	],
};
