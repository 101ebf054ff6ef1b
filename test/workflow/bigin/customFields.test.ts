import type { INodeParameters } from 'n8n-workflow';

import { bigin as vendor } from '../../../nodes/Bigin/vendor';
import { describe as formOf } from '../../../nodes/shared/form/describe';
import { useBigin } from '../../harness/bigin';

describe("Bigin's custom fields", () => {
	const bigin = useBigin();
	const schema = [
		{
			id: 'Score',
			displayName: 'Score',
			type: 'number',
			dataType: 'integer',
			display: true,
			removed: false,
		},
		{
			id: 'Newsletter',
			displayName: 'Newsletter',
			type: 'boolean',
			dataType: 'boolean',
			display: true,
			removed: true,
		},
	];
	const mapped = (value: INodeParameters): INodeParameters => ({
		mappingMode: 'defineBelow',
		value,
		schema,
	});

	it('are shown by the editor in every operation, because no mapper uses mode update, which hides fields that cannot match', () => {
		const mappers = formOf(vendor).filter(({ type }) => type === 'resourceMapper');
		const forms = mappers.map(({ displayOptions }) => displayOptions?.show ?? {});
		const operations = forms.map(
			({ resource, operation }) => (resource?.length ?? 0) * (operation?.length ?? 0),
		);
		expect(operations.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(21);
		expect(new Set(mappers.map(({ typeOptions }) => typeOptions?.resourceMapper?.mode))).toEqual(
			new Set(['add']),
		);
	});

	it('change only if they are given, and a checkbox that the user did not add stays', async () => {
		const [id = ''] = await bigin.seed('contact', [
			{ Last_Name: 'Ann', Newsletter: true, Score: 1 },
		]);
		const result = await bigin.run(
			{
				resource: 'contact',
				operation: 'update',
				id,
				mapCustomFields: true,
				customFields: mapped({ Score: '={{ $json.score }}', Newsletter: false }),
			},
			[{ score: '7' }],
		);
		expect(result.error).toBeUndefined();
		expect(bigin.sent()).toMatchObject([
			{ call: 'GET /settings/fields' },
			{ body: { data: [{ id, Score: 7 }] } },
		]);
		expect(bigin.stored('Contacts')).toMatchObject([{ Newsletter: true, Score: 7 }]);
	});

	it('are read from the account only while their switch is on, and what was given before stays unsent while it is off', async () => {
		const mapper = formOf(vendor).find(({ name }) => name === 'customFields');
		expect(mapper?.displayOptions?.show).toMatchObject({ mapCustomFields: [true] });
		const [id = ''] = await bigin.seed('contact', [{ Last_Name: 'Ann', Score: 1 }]);
		const result = await bigin.run(
			{
				resource: 'contact',
				operation: 'update',
				id,
				updateFields: { First_Name: 'Eve' },
				mapCustomFields: false,
				customFields: mapped({ Score: '7' }),
			},
			[{}],
		);
		expect(result.error).toBeUndefined();
		expect(bigin.sent()).toMatchObject([{ body: { data: [{ id, First_Name: 'Eve' }] } }]);
		expect(bigin.stored('Contacts')).toMatchObject([{ First_Name: 'Eve', Score: 1 }]);
	});
});
