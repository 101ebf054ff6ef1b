const CALL = { began: '2026-03-02T09:15:00Z', review: '2026-03-09' };

/** An interaction, all of it or nothing: a contact picked by name, one topic, and a custom field with a date. */
export async function salesforceInteraction({ editor, fakeServers, check, shots }) {
	await editor.newWorkflowWith([CALL]);
	await editor.addNext(
		'salesforce engagement',
		'Salesforce Engagement',
		'Create interaction atomically',
	);
	const form = editor.at('node-parameters');
	await form.waitFor();
	await editor.chooseCredential('Sandbox: Salesforce Engagement');
	await editor.select('communicationChannel', 'Voice Call');
	await editor.drag('began', 'startDateTime');

	await editor.addOption('Add Field', 'Attendees');
	await editor.addRow('Add Attendee');
	const people = editor.at('fixed-collection-engagementAttendees');
	await editor.pick('externalAttendeeId', 'Ava Bell', people);
	await editor.drag('began', 'startDateTime', people);

	await editor.addOption('Add Field', 'Topics');
	await editor.addRow('Add Topic');
	await editor.fill('name', 'Fee Reversal', editor.at('fixed-collection-engagementTopics'));

	await editor.addOption('Add Field', 'Custom Fields');
	// Rows of attendees and topics have custom fields of their own; those of the interaction stand between them.
	await editor.addRow('Add Custom Field', 1);
	const custom = editor.at('fixed-collection-customFieldsList').nth(1);
	await editor.fill('key', 'Review_Date__c', custom);
	await editor.select('kind', 'Date', custom);
	await editor.drag('review', 'date', custom);
	await editor.center(people.locator('[data-test-id="resource-locator-externalAttendeeId"]'));
	await shots.take('salesforce-interaction');

	await editor.runStep();
	await editor.outputs();
	const { EngagementInteraction, EngagementAttendee, EngagementTopic, Contact } =
		await fakeServers.stored('salesforceEngagement');
	const interaction = EngagementInteraction.at(-1);
	check(
		interaction.CommunicationChannel === 'Voice Call' &&
			Date.parse(interaction.StartDateTime) === Date.parse(CALL.began),
		'the interaction has the channel and the start of the form',
	);
	check(interaction.Review_Date__c === CALL.review, 'a custom date keeps its day');
	const contact = Contact.find(({ Name }) => Name === 'Ava Bell');
	const attendees = EngagementAttendee.filter(
		({ EngagementId }) => EngagementId === interaction.Id,
	);
	check(
		attendees.some(({ ExternalAttendeeId }) => ExternalAttendeeId === contact.Id),
		'the contact picked by name is an attendee',
	);
	const topics = EngagementTopic.filter(({ EngagementId }) => EngagementId === interaction.Id);
	check(topics.map(({ Name }) => Name).join() === 'Fee Reversal', 'the topic belongs to it');
}
