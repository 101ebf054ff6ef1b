const PEOPLE = [
	{ given: 'Maya', family: 'Olsen', email: 'maya.olsen@example.com', city: 'Oslo' },
	{ given: 'Noah', family: 'Reyes', email: 'noah.reyes@example.com', city: 'Lima' },
	{ given: 'Iris', family: 'Lund', email: 'not an address', city: 'Malmo' },
];

/** From an empty canvas: people become contacts by drag and drop, of one company picked from a list; a refused one says why. */
export async function biginImport({ editor, fakeServers, check, shots }) {
	await editor.newWorkflowWith(PEOPLE);
	await editor.addNext('bigin', 'Zoho Bigin', 'Create contact');
	await editor.at('ndv').waitFor();
	await editor.drag('family', 'Last_Name');
	await editor.addOption('Add Field', 'First Name');
	await editor.drag('given', 'First_Name');
	await editor.addOption('Add Field', 'Email');
	await editor.drag('email', 'Email');
	await editor.addOption('Add Field', 'Company');
	await editor.pick('Account_Name', 'Zylker Travel');
	await shots.take('form');

	await editor.onError('Continue (using error output)');
	await editor.runStep();
	await editor.outputs('Error');
	await shots.take('error-output');
	const text = await editor.at('output-panel').innerText();
	check(/Email/.test(text) && /item 2/.test(text), 'the error item names the field and the item');

	const { Accounts, Contacts } = await fakeServers.stored('bigin');
	const company = Accounts.find(({ Account_Name }) => Account_Name === 'Zylker Travel');
	const made = Contacts.filter(({ Email }) => PEOPLE.some(({ email }) => email === Email));
	check(
		made.map(({ First_Name, Last_Name }) => `${First_Name} ${Last_Name}`).join() ===
			'Maya Olsen,Noah Reyes',
		'what was dragged to the form is what Bigin holds',
	);
	check(
		made.every(({ Account_Name }) => Account_Name?.id === company.id),
		'the company picked by its name is linked',
	);
	await editor.closeNode();
	await shots.take('canvas');
}
