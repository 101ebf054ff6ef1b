/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const NODES = path.resolve(__dirname, '../../nodes');

/** The rooms of the engine, the lowest first: each may use itself and those before it. */
const ROOMS = ['base', 'http', 'formats', 'form', 'read', 'send', 'settle', 'trigger'];

/** Every import of another file of ours: from which file to which, by paths inside `nodes`. */
function imports(): Array<{ from: string; to: string }> {
	const files = readdirSync(NODES, { recursive: true })
		.map(String)
		.filter((file) => file.endsWith('.ts'));
	return files.flatMap((from) =>
		[...readFileSync(path.join(NODES, from), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(
			([, to = '']) => ({ from, to: path.join(path.dirname(from), to) }),
		),
	);
}

/** The room of a file of the engine; undefined for its entrance, `run.ts`, which may use them all. */
function roomOf(file: string): number | undefined {
	const [, room = ''] = file.split(path.sep);
	const place = ROOMS.indexOf(room);
	return place < 0 ? undefined : place;
}

const arrow = ({ from, to }: { from: string; to: string }) => `${from} -> ${to}`;
const isShared = (file: string) => file.startsWith(`shared${path.sep}`);

describe('the engine', () => {
	it('has no other rooms than those of the architecture', () => {
		const found = readdirSync(path.join(NODES, 'shared'), { withFileTypes: true });
		expect(
			found
				.filter((entry) => entry.isDirectory())
				.map(({ name }) => name)
				.sort(),
		).toEqual([...ROOMS].sort());
		expect(found.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(['run.ts']);
	});

	it('uses only lower rooms from each of its rooms', () => {
		const upward = imports().filter(
			({ from, to }) =>
				isShared(from) && (roomOf(from) ?? ROOMS.length) < (roomOf(to) ?? ROOMS.length),
		);
		expect(upward.map(arrow)).toEqual([]);
	});

	it('knows no vendor', () => {
		expect(
			imports()
				.filter(({ from, to }) => isShared(from) && !isShared(to))
				.map(arrow),
		).toEqual([]);
	});
});

describe('a vendor', () => {
	it('knows no other vendor', () => {
		const foreign = imports().filter(
			({ from, to }) =>
				!isShared(from) && !isShared(to) && from.split(path.sep)[0] !== to.split(path.sep)[0],
		);
		expect(foreign.map(arrow)).toEqual([]);
	});
});
