import { GONE, misfit, pick, source, useBigin } from '../../harness/bigin';

const note = (operation: string) => ({ resource: 'note', operation });
const json = { inputMode: 'autoMap' };
const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

describe("Bigin's notes", () => {
	const bigin = useBigin();
	const contacts = async (count: number) =>
		await bigin.seed(
			'contact',
			Array.from({ length: count }, (_, index) => ({ Last_Name: `Person ${index}` })),
		);
	const notesOn = async (id: string, contents: string[]) => {
		const { items } = await bigin.run(
			{ ...note('create'), ...json, module: 'Contacts', parentId: id },
			contents.map((Note_Content) => ({ Note_Content })),
		);
		bigin.fakeServer().requests.length = 0;
		return items.map(({ json: { id: noteId } }) => String(noteId));
	};

	it('creates notes for the same record in one request, and those for another record in the next', async () => {
		const [a = '', b = ''] = await contacts(2);
		const items = [a, a, b].map((id, index) => ({ id, text: `Text ${index}` }));
		const result = await bigin.run(
			{
				...note('create'),
				module: 'Contacts',
				parentId: '={{ $json.id }}',
				Note_Content: '={{ $json.text }}',
				Note_Title: 'Call',
			},
			items,
		);
		expect(result.error).toBeUndefined();
		expect(bigin.sent()).toEqual([
			{
				call: `POST /Contacts/${a}/Notes`,
				query: {},
				body: {
					data: [
						{ Note_Content: 'Text 0', Note_Title: 'Call' },
						{ Note_Content: 'Text 1', Note_Title: 'Call' },
					],
				},
			},
			{
				call: `POST /Contacts/${b}/Notes`,
				query: {},
				body: { data: [{ Note_Content: 'Text 2', Note_Title: 'Call' }] },
			},
		]);
		const stored = bigin.stored('Notes');
		result.items.forEach((item, index) => {
			expect(source(item)).toBe(index);
			expect(stored.find(({ id }) => id === item.json.id)).toMatchObject({
				Note_Content: `Text ${index}`,
				Parent_Id: { id: items[index]?.id },
			});
			expect(misfit('note', 'create', item.json)).toBeUndefined();
		});
	});

	it('sends at most 100 notes per request', async () => {
		const [id = ''] = await contacts(1);
		const result = await bigin.run(
			{ ...note('create'), ...json, module: 'Contacts', parentId: pick(id) },
			Array.from({ length: 101 }, (_, index) => ({ Note_Content: `${index}` })),
		);
		expect(result.items).toHaveLength(101);
		expect(
			bigin
				.sent()
				.map(({ body }) => (body.data as unknown[]).length)
				.sort(),
		).toEqual([1, 100]);
	});

	it.each(ON_ERROR)('fails only the bad note of a batch: %s', async (onError) => {
		const [id = ''] = await contacts(1);
		const items = [
			{ Note_Content: 'One' },
			{ Note_Content: 'Two', Note_Title: 'x'.repeat(121) },
			{ Note_Content: 'Three' },
		];
		bigin.fakeServer().faults.arm({ fault: { kind: 'partial', positions: [1] }, path: '/Notes' });
		const result = await bigin.run(
			{ ...note('create'), ...json, module: 'Contacts', parentId: id },
			[{ Note_Content: 'Zero' }, ...items],
			{ onError },
		);
		const message = "'Title' has 121 characters, and at most 120 are allowed [item 2]";
		if (onError === 'stopWorkflow') {
			expect(result.error?.message).toBe(message);
			expect(bigin.stored('Notes')).toEqual([]);
			return;
		}
		const bad =
			onError === 'continueErrorOutput'
				? result.errors
				: result.items.filter(({ json: { error } }) => error !== undefined);
		expect(bad.map(source)).toEqual([1, 2]);
		expect(bad[0]?.json).toMatchObject({ details: { code: 'INVALID_DATA', executed: 'no' } });
		expect(bad[1]?.json).toMatchObject({
			error: message,
			details: { field: 'Note_Title', executed: 'no' },
		});
		expect(bigin.stored('Notes').map(({ Note_Content }) => Note_Content)).toEqual([
			'Zero',
			'Three',
		]);
	});

	it('names the notes already written when a refused note stops the run', async () => {
		const [id = ''] = await contacts(1);
		bigin.fakeServer().faults.arm({ fault: { kind: 'partial', positions: [1] }, path: '/Notes' });
		const result = await bigin.run(
			{ ...note('create'), ...json, module: 'Contacts', parentId: id },
			[{ Note_Content: 'One' }, { Note_Content: 'Two' }],
		);
		expect(result.error?.message).toContain('[item 1]');
		expect(result.error?.description).toContain(
			`Already written: item 0 (id ${String(bigin.stored('Notes')[0]?.id)})`,
		);
	});

	it('says that the record does not exist, even if Bigin only answers with HTTP 500', async () => {
		const refused = await bigin.run(
			{ ...note('create'), ...json, module: 'Contacts', parentId: GONE },
			[{ Note_Content: 'One' }],
			{ onError: 'continueErrorOutput' },
		);
		expect(refused.errors[0]?.json).toMatchObject({
			details: { code: 'INVALID_DATA', executed: 'no' },
		});
		bigin.fakeServer().faults.arm({ fault: { kind: 'status', status: 500 }, path: '/Notes' });
		const broken = await bigin.run(
			{ ...note('create'), ...json, module: 'Contacts', parentId: GONE },
			[{ Note_Content: 'One' }, { Note_Content: 'Two' }],
			{ onError: 'continueErrorOutput' },
		);
		expect(broken.errors.map((item) => item.json)).toMatchObject(
			[0, 1].map((item) => ({
				error: `No contact with the ID ${GONE} was found in Zoho Bigin [item ${item}]`,
				details: { field: 'parentId', executed: 'no' },
			})),
		);
	});

	it('does not repeat a note after HTTP 500 if the record exists', async () => {
		const [id = ''] = await contacts(1);
		bigin.fakeServer().faults.arm({ fault: { kind: 'status', status: 500 }, path: '/Notes' });
		const result = await bigin.run(
			{ ...note('create'), ...json, module: 'Contacts', parentId: id },
			[{ Note_Content: 'One' }],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.errors[0]?.json).toMatchObject({
			details: { httpCode: 500, executed: 'unknown' },
		});
		expect(bigin.sent().map(({ call }) => call)).toEqual([
			`POST /Contacts/${id}/Notes`,
			`GET /Contacts/${id}`,
		]);
	});

	it('gets all notes page by page, or a limited number', async () => {
		const [id = ''] = await contacts(1);
		await notesOn(
			id,
			Array.from({ length: 250 }, (_, index) => `Text ${index}`),
		);
		const all = await bigin.run({ ...note('getAll'), notesOf: 'all', returnAll: true });
		expect(new Set(all.items.map(({ json: { id: noteId } }) => noteId)).size).toBe(250);
		expect(bigin.sent().map(({ call, query }) => [call, query.page, query.per_page])).toEqual([
			['GET /Notes', '1', '200'],
			['GET /Notes', '2', '200'],
		]);
		expect(all.items[0]?.json).toMatchObject({
			Note_Content: expect.any(String),
			Parent_Id: { id },
			Owner: { id: expect.any(String) },
		});
		expect(
			misfit('note', 'getAll', {
				...all.items[0]?.json,
				Parent_Id: {},
				Owner: {},
				Created_By: {},
				Modified_By: {},
			}),
		).toBeUndefined();
		const few = await bigin.run({ ...note('getAll'), notesOf: 'all', limit: 3 });
		expect(few.items).toHaveLength(3);
		expect(bigin.sent()[2]?.query).toMatchObject({ per_page: '3' });
	});

	it('gets the notes of each record, and no items for a record without notes', async () => {
		const [a = '', b = '', empty = ''] = await contacts(3);
		await notesOn(a, ['A1', 'A2']);
		await notesOn(b, ['B1']);
		const result = await bigin.run(
			{
				...note('getAll'),
				notesOf: 'record',
				module: 'Contacts',
				parentId: '={{ $json.id }}',
				returnAll: true,
			},
			[{ id: a }, { id: empty }, { id: b }],
		);
		expect(result.items.map((item) => [item.json.Note_Content, source(item)])).toEqual(
			expect.arrayContaining([
				['A1', 0],
				['A2', 0],
				['B1', 2],
			]),
		);
		expect(result.items).toHaveLength(3);
	});

	it('refuses to get the notes of a record that is not named or does not exist', async () => {
		const unnamed = await bigin.run({
			...note('getAll'),
			notesOf: 'record',
			module: 'Contacts',
			parentId: '={{ $json.none }}',
		});
		expect(unnamed.error?.message).toBe("'Record' is missing [item 0]");
		const gone = await bigin.run({
			...note('getAll'),
			notesOf: 'record',
			module: 'Contacts',
			parentId: GONE,
		});
		expect(gone.error?.message).toContain('[item 0]');
		expect(gone.error?.description).not.toContain('written');
	});

	it('updates one note per request, and only the given fields', async () => {
		const [id = ''] = await contacts(1);
		const [first = '', second = ''] = await notesOn(id, ['One', 'Two']);
		const result = await bigin.run(
			{
				...note('update'),
				id: '={{ $json.id }}',
				updateFields: { Note_Content: '={{ $json.text }}', Note_Title: '={{ $json.title }}' },
			},
			[
				{ id: first, text: 'New' },
				{ id: second, title: 'Title' },
			],
		);
		expect(result.items.map(({ json: { id: noteId } }) => noteId)).toEqual([first, second]);
		expect(bigin.sent().sort((a, b) => a.call.localeCompare(b.call))).toMatchObject([
			{ call: `PUT /Notes/${first}`, body: { data: [{ Note_Content: 'New' }] } },
			{ call: `PUT /Notes/${second}`, body: { data: [{ Note_Title: 'Title' }] } },
		]);
		expect(bigin.stored('Notes')).toMatchObject([
			{ Note_Content: 'New' },
			{ Note_Content: 'Two', Note_Title: 'Title' },
		]);
	});

	it('clears the title of a note with null', async () => {
		const [id = ''] = await contacts(1);
		const [noteId = ''] = await notesOn(id, ['One']);
		await bigin.run({ ...note('update'), ...json }, [{ id: noteId, Note_Title: 'Title' }]);
		await bigin.run({ ...note('update'), ...json }, [{ id: noteId, Note_Title: null }]);
		expect(bigin.sent()[1]?.body).toEqual({ data: [{ Note_Title: null }] });
	});

	it.each(ON_ERROR)('updates the other notes if one does not exist: %s', async (onError) => {
		const [id = ''] = await contacts(1);
		const [first = '', second = ''] = await notesOn(id, ['One', 'Two']);
		const result = await bigin.run(
			{ ...note('update'), ...json, requestOptions: { parallelRequests: 1 } },
			[first, GONE, second].map((noteId) => ({ id: noteId, Note_Content: 'New' })),
			{ onError },
		);
		const texts = bigin.stored('Notes').map(({ Note_Content }) => Note_Content);
		if (onError === 'stopWorkflow') {
			expect(result.error?.message).toContain('[item 1]');
			expect(result.error?.description).toContain(`Already written: item 0 (id ${first})`);
			expect(texts).toEqual(['New', 'Two']);
			return;
		}
		const bad =
			onError === 'continueErrorOutput'
				? result.errors
				: result.items.filter(({ json: { error } }) => error !== undefined);
		expect(bad.map((item) => [source(item), (item.json.details as { code: string }).code])).toEqual(
			[[1, 'INVALID_DATA']],
		);
		expect(texts).toEqual(['New', 'New']);
	});

	it.each(ON_ERROR)(
		'deletes many notes in one request, and names the one that does not exist: %s',
		async (onError) => {
			const [id = ''] = await contacts(1);
			const [first = '', second = ''] = await notesOn(id, ['One', 'Two']);
			const result = await bigin.run(
				{ ...note('delete'), id: '={{ $json.id }}' },
				[first, GONE, second, first].map((noteId) => ({ id: noteId })),
				{ onError },
			);
			expect(bigin.sent()).toMatchObject([
				{ call: 'DELETE /Notes', query: { ids: [first, GONE, second].join(',') } },
			]);
			expect(bigin.stored('Notes')).toEqual([]);
			if (onError === 'stopWorkflow') {
				expect(result.error?.message).toContain('[item 1]');
				return;
			}
			const good = result.items.filter(({ json: { error } }) => error === undefined);
			expect(good.map((item) => [source(item), item.json])).toEqual([
				[0, { id: first, deleted: true }],
				[2, { id: second, deleted: true }],
				[3, { id: first, deleted: true }],
			]);
			if (onError === 'continueErrorOutput') expect(result.errors.map(source)).toEqual([1]);
		},
	);

	it('finds out that a note is gone after the reply to its deletion was lost', async () => {
		const [id = ''] = await contacts(1);
		const [first = ''] = await notesOn(id, ['One']);
		bigin.fakeServer().faults.arm({ fault: { kind: 'dropAfter' }, times: 1, path: '/Notes' });
		const result = await bigin.run({ ...note('delete'), id: first });
		expect(result.items.map((item) => item.json)).toEqual([{ id: first, deleted: true }]);
		expect(bigin.sent().map(({ call }) => call)).toEqual(['DELETE /Notes', 'GET /Notes/deleted']);
	});
});
