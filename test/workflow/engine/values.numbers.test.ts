import {
	biginCustomDoors,
	biginDoors,
	everyWay,
	khorosDoor,
	kustomerCustomDoor,
	kustomerDoor,
	salesforceCustomDoor,
	salesforceDoor,
	shareCrmCustomDoor,
	shareCrmDoor,
	useDoors,
	type Door,
} from '../../harness/valueDoors';

const LOST = Number('7615917337495251231');
const PIPELINE_RECORD = {
	Deal_Name: 'Safari',
	Sub_Pipeline: 'Sales Pipeline Standard',
	Stage: 'Qualification',
};

/** Fields that hold text, with their names in a message. */
const TEXTS: Door[] = [
	...biginDoors('contact', 'Last_Name', { Last_Name: 'A' }),
	...biginDoors('contact', 'Title', { Last_Name: 'A' }),
	...biginDoors('contact', 'Tag', { Last_Name: 'A' }),
	...biginCustomDoors('text', 'string'),
	...biginCustomDoors('multiselectpicklist', 'string'),
	salesforceDoor('reason'),
	salesforceDoor('sentiment'),
	salesforceCustomDoor('text'),
	kustomerDoor('name'),
	kustomerDoor('tags'),
	kustomerCustomDoor('orderStr', 'text'),
	khorosDoor('body'),
	shareCrmDoor('name'),
	shareCrmCustomDoor('text'),
];

/** Numbers that the vendor takes as a JSON number alone. */
const NUMBERS: Door[] = [
	...biginDoors('pipelineRecord', 'Amount', PIPELINE_RECORD),
	...biginCustomDoors('currency', 'string'),
	kustomerCustomDoor('amountNum', 'number'),
];

/** Numbers that the vendor takes as text, too. */
const LONG_NUMBERS: Door[] = [salesforceCustomDoor('number'), shareCrmCustomDoor('number')];

describe('Digits', () => {
	const doors = useDoors();

	it.each(everyWay(TEXTS))(
		'that a number has lost are not sent as text: %s',
		async (_name, door, mode) => {
			const went = await doors.send(door, mode, [LOST, NaN, Infinity]);
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
		async (_name, door, mode) => {
			const went = await doors.send(door, mode, [
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
		async (_name, door, mode) => {
			const went = await doors.send(door, mode, [
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
