/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const NODES = path.resolve(__dirname, '../../nodes');

/** The rooms of the engine, the lowest first: each may use itself and those before it. */
const ROOMS = [
	'base',
	'http',
	'formats',
	'form',
	'operations',
	'respond',
	'read',
	'send',
	'settle',
	'trigger',
];

/** The places of a vendor's folder, the lowest first: each may use itself and those before it. */
const PLACES = [
	'limits',
	'host',
	'version',
	'scopes',
	'fields',
	'replies',
	'token',
	'api',
	'metadata',
	'kinds',
	'bulk',
	'records',
	'resources',
	'methods',
	'trigger',
	'vendor',
];

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

/** The rank of a file of a vendor's folder; -1 for a name that no vendor's folder has, the highest for a node. */
function placeOf(file: string): number {
	const [, place = ''] = file.split(path.sep);
	return place.endsWith('.node.ts') || place.endsWith('.node')
		? PLACES.length
		: PLACES.indexOf(place.replace(/\.ts$/, ''));
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
	it('has no other places in its folder than those of the architecture', () => {
		const strange = readdirSync(NODES, { recursive: true })
			.map(String)
			.filter((file) => file.endsWith('.ts') && !isShared(file) && placeOf(file) < 0);
		expect(strange).toEqual([]);
	});

	it('uses only lower places from each place of its folder', () => {
		const upward = imports().filter(
			({ from, to }) => !isShared(from) && !isShared(to) && placeOf(from) < placeOf(to),
		);
		expect(upward.map(arrow)).toEqual([]);
	});

	it('knows no other vendor', () => {
		const foreign = imports().filter(
			({ from, to }) =>
				!isShared(from) && !isShared(to) && from.split(path.sep)[0] !== to.split(path.sep)[0],
		);
		expect(foreign.map(arrow)).toEqual([]);
	});
});
