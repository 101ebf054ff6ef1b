/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { misfits } from './compare';
import { faults, recordings } from './form';

const DOCUMENTS = path.resolve(__dirname, '../../docs/vendors');
const all = recordings();

describe('Recordings', () => {
	it.each(all.map(({ file, recording }) => [file, recording] as const))('%s has the form of the schema', (_file, recording) => {
		expect(faults(recording)).toEqual([]);
	});

	it('name sections that the documents of the vendors have', () => {
		const missing = all.flatMap(({ file, recording }) =>
			recording.source.facts.filter((fact) => {
				const [document = '', section = ''] = fact.split(' ');
				return !new RegExp(`^#{2,3} ${section.replace('.', '\\.')}\\.? `, 'm').test(readFileSync(path.join(DOCUMENTS, `${document}.md`), 'utf8'));
			}).map((fact) => `${file}: ${fact}`),
		);
		expect(missing).toEqual([]);
	});

	it('are of all vendors, and have titles of their own', () => {
		expect([...new Set(all.map(({ vendor }) => vendor))].sort()).toEqual(['bigin', 'khoros-marketing', 'kustomer', 'salesforce-engagement', 'sharecrm']);
		expect(new Set(all.map(({ recording }) => recording.title)).size).toBe(all.length);
	});
});

describe('The comparison of replies', () => {
	const recorded = { data: [{ code: 'SUCCESS', id: '1', extra: 1 }], info: { count: 1, next: null } };

	it.each([
		['a missing key', { data: recorded.data }, ['info is missing']],
		['a key too many', { ...recorded, more: 1 }, ['more is not in the recording']],
		['another type', { ...recorded, info: { count: '1', next: null } }, ['info.count is of type string, recorded of type number']],
		['a list in place of an object', { ...recorded, info: [] }, ['info is a list, recorded of type object']],
		['a value that has to be the same', { ...recorded, data: [{ code: 'ERROR', id: '1' }] }, ['data.0.code is "ERROR", recorded "SUCCESS"']],
		['no body', undefined, ['body is nothing, recorded of type object']],
	])('sees %s', (_what, given, expected) => {
		expect(misfits(recorded, given, { optional: ['data.*.extra'], same: ['data.*.code'] })).toEqual(expected);
	});

	it('takes other values of the same type, optional keys and values that are absent', () => {
		const given = { data: [{ code: 'SUCCESS', id: '2' }, { code: 'SUCCESS', id: '3', extra: 5 }], info: { count: 2, next: 'x', more: true } };
		expect(misfits(recorded, given, { optional: ['data.*.extra'], partial: ['info'] })).toEqual([]);
	});
});
