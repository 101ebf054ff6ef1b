const CHAT = { visitor: 'Maya Olsen', order: 'SO-1001', amount: 129.5 };

/** A customer service session by the form, and a record of the company's own object by the fields that its description names. */
export async function shareCrmRecords({ editor, fakeServers, check, shots }) {
	await editor.newWorkflowWith([CHAT]);
	await editor.addNext('sharecrm', 'ShareCRM', 'Create customer service session');
	await editor.drag('visitor', 'name');
	await editor.runStep();
	await editor.closeNode();

	await editor.addNext('sharecrm', 'ShareCRM', 'Create record');
	await editor.pick('object', 'Order (order__c)');
	await editor.fill('name', CHAT.order);
	await editor.addOption('Add field to send', 'Amount');
	await editor.fill('amount__c', String(CHAT.amount));
	await editor.page.keyboard.press('Tab');
	await editor.center(editor.at('mapping-fields-container'));
	await shots.take('sharecrm-record');
	await editor.runStep();
	await editor.outputs();

	const { CustomerServiceSessionObj: sessions, order__c: orders = [] } =
		await fakeServers.stored('shareCrm');
	check(sessions.at(-1)?.name === CHAT.visitor, 'the session has the name from the input');
	check(
		orders.at(-1)?.name === CHAT.order && Number(orders.at(-1)?.amount__c) === CHAT.amount,
		"the fields picked from the object's description are stored",
	);
}
