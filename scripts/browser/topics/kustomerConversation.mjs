const TICKET = {
	name: 'Maya Olsen',
	mail: 'maya.olsen@example.com',
	subject: 'Where is my order?',
};

/** A customer is created or updated by email, a conversation with this customer is started, and snoozed as picked from a list. */
export async function kustomerConversation({ editor, fakeServers, check, shots }) {
	await editor.newWorkflowWith([TICKET]);
	await editor.addNext('kustomer', 'Kustomer', 'Create or update customer');
	await editor.drag('name', 'name');
	await editor.addOption('Add Field', 'Emails');
	await editor.addRow('Add Email');
	await editor.drag('mail', 'email');
	await editor.runStep();
	await editor.closeNode();

	await editor.addNext('kustomer', 'Kustomer', 'Start conversation');
	await editor.drag('email', 'email');
	await editor.addOption('Add Field', 'Name');
	await editor.fill('name', TICKET.subject);
	await editor.select('firstMessage', 'Record');
	await editor.fill('text', 'My parcel has not come yet.');
	await shots.take('kustomer-start');
	await editor.runStep();
	await editor.closeNode();

	await editor.addNext('kustomer', 'Kustomer', 'Snooze conversation');
	await editor.pick('id', TICKET.subject);
	await editor.fill('time', '2030-01-07 09:00:00');
	await editor.page.keyboard.press('Enter');
	await editor.runStep();
	await editor.outputs();
	await editor.closeNode();

	const { conversations, customers, messages } = await fakeServers.stored('kustomer');
	const customer = customers.filter(({ name }) => name === TICKET.name);
	check(
		customer.length === 1 && customer[0].emails[0].email === TICKET.mail,
		'the customer is there once, with the email',
	);
	const conversation = conversations.at(-1);
	check(
		conversation.customer === customer[0].id && conversation.name === TICKET.subject,
		'the conversation belongs to the customer',
	);
	check(messages.at(-1).conversation === conversation.id, 'its first message is recorded');
	check(conversation.status === 'snoozed', 'the conversation picked from the list is snoozed');
}
