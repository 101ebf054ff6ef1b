import {
	biginCustomFields,
	biginFields,
	everyWay,
	khorosField,
	kustomerCustomField,
	kustomerField,
	salesforceCustomField,
	salesforceField,
	shareCrmCustomField,
	shareCrmField,
	useSentFields,
	type SentField,
} from '../../harness/sentFields';

const LOST = Number('7615917337495251231');
const PIPELINE_RECORD = {
	Deal_Name: 'Safari',
	Sub_Pipeline: 'Sales Pipeline Standard',
	Stage: 'Qualification',
};

/** Fields that hold text, with their names in a message. */
const TEXTS: SentField[] = [
	...biginFields('contact', 'Last_Name', { Last_Name: 'A' }),
	...biginFields('contact', 'Title', { Last_Name: 'A' }),
	...biginFields('contact', 'Tag', { Last_Name: 'A' }),
	...biginCustomFields('text', 'string'),
	...biginCustomFields('multiselectpicklist', 'string'),
	salesforceField('reason'),
	salesforceField('sentiment'),
	salesforceCustomField('text'),
	kustomerField('name'),
	kustomerField('tags'),
	kustomerCustomField('orderStr', 'text'),
	khorosField('body'),
	shareCrmField('name'),
	shareCrmCustomField('text'),
];

/** Numbers that the vendor takes as a JSON number alone. */
const NUMBERS: SentField[] = [
	...biginFields('pipelineRecord', 'Amount', PIPELINE_RECORD),
	...biginCustomFields('currency', 'string'),
	kustomerCustomField('amountNum', 'number'),
];

/** Numbers that the vendor takes as text, too. */
const LONG_NUMBERS: SentField[] = [salesforceCustomField('number'), shareCrmCustomField('number')];

describe('Digits', () => {
	const sentFields = useSentFields();

	it.each(everyWay(TEXTS))(
		'that a number has lost are not sent as text: %s',
		async (_name, sentField, mode) => {
			const went = await sentFields.send(sentField, mode, [LOST, NaN, Infinity]);
			expect(went.map(({ sent, message }) => ({ sent, message }))).toEqual([
				{
					sent: undefined,
					message: expect.stringContaining(`came as the number ${LOST}, which has lost digits`),
				},
				{ sent: undefined, message: expect.stringContaining('NaN') },
				{ sent: undefined, message: expect.stringContaining('Infinity') },
			]);
			expect(went[0]?.description).toContain('Pass it as text');
		},
	);

	it.each(everyWay(NUMBERS))(
		'of a text that a JSON number cannot hold are not cut off: %s',
		async (_name, sentField, mode) => {
			const went = await sentFields.send(sentField, mode, [
				'1234567890123456.78',
				'9007199254740993',
				LOST,
				NaN,
				'1234567890123.78',
				'+12.50',
			]);
			expect(went.map(({ sent }) => sent)).toEqual([
				undefined,
				undefined,
				undefined,
				undefined,
				1234567890123.78,
				12.5,
			]);
			expect(went.map(({ message }) => message).slice(0, 4)).toEqual([
				expect.stringContaining('more digits than a JSON number can hold'),
				expect.stringContaining('more digits than a JSON number can hold'),
				expect.stringContaining('has lost digits'),
				expect.stringContaining('must be a number'),
			]);
		},
	);

	it.each(everyWay(LONG_NUMBERS))(
		'of a text go out as they are written where the vendor takes text: %s',
		async (_name, sentField, mode) => {
			const went = await sentFields.send(sentField, mode, [
				'9007199254740993',
				'1234567890123456.78',
				'12.5',
				LOST,
				Infinity,
			]);
			expect(went.map(({ sent }) => (typeof sent === 'number' ? String(sent) : sent))).toEqual([
				'9007199254740993',
				'1234567890123456.78',
				'12.5',
				undefined,
				undefined,
			]);
		},
	);
});
