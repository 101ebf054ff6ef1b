import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { n8nCommand } from '../n8nHost.mjs';
import { say } from '../steps.mjs';

/** Values of every type, under keys as data has them. */
const ITEMS = [
	{
		name: 'text',
		'first name': 'with blank',
		'x.y': 'with dot',
		address: { city: 'deep', 'zip code': 0 },
		tags: ['one', 2],
		count: 0,
		flag: false,
		nothing: null,
	},
	{ name: '', 'first name': '=text', address: null, tags: [], count: 1.5, flag: true },
	{ name: '{{ $json.count }}', address: { city: ['list'] }, tags: [null], count: 5e-8 },
	{ name: { an: 'object' }, address: 'no object', tags: 'no list', count: '12' },
	{},
];

/** Paths as drag and drop writes them, and texts that only look like one. */
const EXPRESSIONS = [
	'{{ $json.name }}',
	'{{$json.name}}',
	'{{ $json["first name"] }}',
	"{{ $json['x.y'] }}",
	'{{ $json.address.city }}',
	'{{ $json.address["zip code"] }}',
	'{{ $json.tags[0] }}',
	'{{ $json.tags[1] }}',
	'{{ $json.count }}',
	'{{ $json.flag }}',
	'{{ $json.nothing }}',
	'{{ $json.missing }}',
	'{{ $json.missing.deeper }}',
	'{{ $json.address.missing }}',
	'{{ $json.tags.length }}',
	'{{ $json.name.length }}',
	'{{ $json.count + "!" }}',
	"{{ $('Items').item.json.name }}",
	"{{ $('Items').item.json.address.city }}",
	"{{ $('Items').item.json.missing }}",
	"{{ $('Items').first().json.count }}",
	'{{ $node["Items"].json["first name"] }}',
	'{{$node["Items"]["json"]["flag"]}}',
	'{{ $json.name }} and {{ $json.count }}',
	'Hello {{ $json["first name"] }}, {{ $json.flag }} {{ $json.nothing }}!',
	"{{ $('Items').item.json.count }}{{ $json.missing }} }}",
	'a \\{{ $json.name }}',
	'plain "text"',
];

/** Compares, in the real n8n with its default expression engine, what our node reads with what n8n's Edit Fields reads. */
export async function checkExpressions({ host, env, userFolder, sandbox, runWorkflow, check }) {
	say("comparing expressions with n8n's own reading");
	const rows = EXPRESSIONS.map((expression, index) => ({
		key: keyOf(index),
		kind: 'text',
		text: `=${expression}`,
	}));
	const node = (name, type, typeVersion, parameters, more = {}) => ({
		id: name,
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters,
		...more,
	});
	const workflow = {
		id: 'e2eExpressions',
		name: 'Expressions',
		active: false,
		settings: {},
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node('Items', 'n8n-nodes-base.code', 2, {
				jsCode: `return ${JSON.stringify(ITEMS)}.map((json) => ({ json }));`,
			}),
			node('Theirs', 'n8n-nodes-base.set', 3.4, {
				mode: 'raw',
				jsonOutput: `={{ JSON.stringify({ values: [${EXPRESSIONS.map((expression) => `(() => { try { return $evaluateExpression(${inCode(expression)}) } catch { return null } })()`).join(', ')}] }) }}`,
				options: {},
			}),
			node(
				'Ours',
				'n8n-nodes-customer-engagement.shareCrm',
				1,
				{
					resource: 'customerServiceSession',
					operation: 'create',
					inputMode: 'define',
					name: '={{ "item " + $itemIndex }}',
					additionalFields: { customFields: { values: rows } },
				},
				{ credentials: { shareCrmApi: { id: 'shareCrmApi', name: 'Sandbox: ShareCRM' } } },
			),
		],
		connections: {
			Start: { main: [[{ node: 'Items', type: 'main', index: 0 }]] },
			Items: {
				main: [
					[
						{ node: 'Theirs', type: 'main', index: 0 },
						{ node: 'Ours', type: 'main', index: 0 },
					],
				],
			},
		},
	};
	const file = path.join(userFolder, 'expressions.json');
	writeFileSync(file, JSON.stringify(workflow));
	await n8nCommand(host, env, ['import:workflow', `--input=${file}`]);
	const { runData } = (await runWorkflow(workflow.id)).data.resultData;
	const theirs = runData.Theirs[0].data.main[0].map(({ json }) => json.values);
	const stored = sandbox.fakeServers.shareCrm.vendor.stored().CustomerServiceSessionObj ?? [];
	const ours = ITEMS.map((_, index) => stored.find((record) => record.name === `item ${index}`));
	// In n8n 1, `$evaluateExpression` knows no other nodes; there, test/workflow/engine compares what is read of them.
	const compared = EXPRESSIONS.filter(
		(expression) => !host.version.startsWith('1.') || !/\$\(|\$node/.test(expression),
	);
	const differences = ITEMS.flatMap((_, item) =>
		compared.flatMap((expression) => {
			const index = EXPRESSIONS.indexOf(expression);
			const expected = asSent(theirs[item]?.[index]);
			const actual = ours[item]?.[keyOf(index)];
			return expected === actual
				? []
				: [`item ${item} ${expression}: n8n ${expected}, ours ${actual}`];
		}),
	);
	if (differences.length > 0) console.log(differences.join('\n'));
	check(
		differences.length === 0,
		`${ITEMS.length * compared.length} expressions give what n8n's default engine gives`,
	);
	sandbox.fakeServers.shareCrm.reset();
}

/** An expression as a text inside of another one, whose end its braces must not be. */
function inCode(expression) {
	return JSON.stringify(expression).replace(/[{}]/g, (brace) =>
		brace === '{' ? '\\x7b' : '\\x7d',
	);
}

/** A custom field's name, as ShareCRM makes them. */
function keyOf(index) {
	return `field_p${index}__c`;
}

/** How a custom field of type text sends a value. */
function asSent(value) {
	if (value === undefined || value === null || value === '') return undefined;
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
