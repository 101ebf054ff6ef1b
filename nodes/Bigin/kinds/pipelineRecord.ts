import type { IDataObject } from 'n8n-workflow';

import { InputError } from '../../shared/base/errors';
import {
	dateField,
	list,
	lookup,
	number,
	readId,
	rows,
	text,
	type Field,
} from '../../shared/form/fields';
import { isEmpty, isObject } from '../../shared/base/values';
import {
	biginId,
	biginLookup,
	description,
	ID,
	optionalNumber,
	owner,
	picked,
	pickedName,
	tags,
	twoShapes,
} from '../fields/common';
import type { Module } from './module';

const quantity = number('Quantity', 'Quantity', { min: 0, default: 1 });
const listPrice = optionalNumber('List_Price', 'List Price', {
	min: 0,
	placeholder: 'e.g. 2000',
	description: "Price per unit; the product's own price if left empty",
});
const discount = optionalNumber('Discount', 'Discount', { min: 0, placeholder: 'e.g. 10' });

const ROWS = {
	button: 'Add Product',
	row: 'Product',
	unknown: 'send' as const,
	description: 'Products of the pipeline record',
};

/** Products: a flat row in the form, `{ Product: { id, name }, List_Price, Quantity, Discount }` in the API (bigin 3.4). */
const associatedProducts = twoShapes(
	rows(
		'Associated_Products',
		'Products',
		[
			discount,
			listPrice,
			picked(biginId('id', 'Product', { required: true }), 'searchProducts'),
			text('name', 'Product Name', {
				description: 'For your reference only; Bigin uses the ID',
			}),
			quantity,
		],
		{
			...ROWS,
			finish: ({ id, name, ...row }) => ({
				Product: { id, ...(name === undefined ? {} : { name }) },
				...row,
			}),
		},
	),
	rows(
		'Associated_Products',
		'Products',
		[lookup('Product', 'Product ID', ID), listPrice, quantity, discount],
		{ ...ROWS, finish: checkRow },
	),
);

/** A JSON row names a product, or an existing row by its own ID, even to delete that row (bigin 3.4). */
function checkRow(row: IDataObject, label: string): IDataObject {
	if (row.Product === undefined && isEmpty(row.id))
		throw new InputError(
			`${label.slice(0, -1)} > Product ID' is missing`,
			'Product',
			'Give { "Product": { "id": "..." } }, or the row\'s own id for an existing row.',
		);
	return row;
}

/** The vendor's page shows only an empty list, so entries of the form `{ id }` are a guess (bigin 3.4). */
const secondaryContacts = list('Secondary_Contacts', 'Secondary Contact IDs', {
	placeholder: 'e.g. 2034020000000489033, 2034020000000489034',
	description:
		'IDs of additional contacts, separated by commas, or an expression that returns a list',
	entry: (entry, label) => {
		const id = readId(
			isObject(entry) ? entry.id : entry,
			label,
			'Secondary_Contacts',
			ID.form,
			ID.expects,
		);
		return isObject(entry) ? { ...entry, id } : { id };
	},
});

/** Fields of a pipeline record, formerly called a deal (bigin 3.4). */
const fields: readonly Field[] = [
	text('Deal_Name', 'Pipeline Record Name', {
		required: true,
		placeholder: 'e.g. Adventure Tour Package',
	}),
	{
		...biginLookup(
			'Pipeline',
			'Team Pipeline',
			'The team pipeline of the sub-pipeline; it decides which sub-pipelines the list below shows',
			'searchTeamPipelines',
		),
		upFront: true,
	},
	pickedName(
		text('Sub_Pipeline', 'Sub-Pipeline', {
			required: true,
			placeholder: 'e.g. Sales Pipeline Standard',
			description: 'The sub-pipeline; it decides which stages the list below shows',
		}),
		'searchSubPipelines',
	),
	pickedName(
		text('Stage', 'Stage', {
			required: true,
			placeholder: 'e.g. Needs Analysis',
			description: 'A stage of this sub-pipeline',
		}),
		'searchStages',
	),
	optionalNumber('Amount', 'Amount', { placeholder: 'e.g. 4000' }),
	associatedProducts,
	dateField('Closing_Date', 'Closing Date', 'day'),
	biginLookup(
		'Account_Name',
		'Company',
		'The company that the pipeline record belongs to',
		'searchCompanies',
	),
	biginLookup('Contact_Name', 'Contact', 'The main contact', 'searchContacts'),
	description,
	lookup('Layout', 'Layout ID', {
		...ID,
		description: 'ID of the layout; needed only if Bigin asks for it',
	}),
	owner,
	secondaryContacts,
	tags,
];

export const pipelineRecord: Module = {
	api: 'Pipelines',
	name: 'Pipeline Record',
	value: 'pipelineRecord',
	noun: 'pipeline record',
	nouns: 'pipeline records',
	fields,
	title: 'Deal_Name',
	names: ['Deal_Name'],
	simple: [
		'Deal_Name',
		'Stage',
		'Sub_Pipeline',
		'Amount',
		'Closing_Date',
		'Account_Name',
		'Contact_Name',
		'Owner',
		'Modified_Time',
	],
};
