import type { Call } from '../shared/http/session';

/** The scopes that a call needs, by its path. The first match counts, so specific paths come first (bigin 1.4). */
const SCOPES: ReadonlyArray<readonly [RegExp, string]> = [
	[/\/coql$/, 'ZohoBigin.coql.READ and ZohoBigin.modules.ALL'],
	[
		/\/search$/,
		'ZohoSearch.securesearch.READ and the READ scope of the module, such as ZohoBigin.modules.contacts.READ',
	],
	[/^\/bigin\/bulk\//, 'ZohoBigin.bulk.ALL and ZohoBigin.modules.ALL'],
	[/\/upload$/, 'ZohoFiles.files.ALL'],
	[/\/Attachments(\/|$)/, 'ZohoBigin.modules.attachments.ALL and ZohoBigin.modules.ALL'],
	[/\/Notes(\/|$)/, 'ZohoBigin.modules.notes.ALL and ZohoBigin.modules.ALL'],
	[/^\/bigin\/v2\/users(\/|$)/, 'ZohoBigin.users.READ'],
	[/^\/bigin\/v2\/org$/, 'ZohoBigin.org.READ'],
	[/^\/bigin\/v2\/settings\/|\/(add|remove)_tags$/, 'ZohoBigin.settings.ALL'],
];

/** The hint for a call whose scope the token lacks: which scope to add, and where (bigin 1.4). */
export function scopeHint({ method, path }: Pick<Call, 'method' | 'path'>): string {
	const ofFiles = path.startsWith('/bigin/v2/files')
		? method === 'GET'
			? 'ZohoBigin.Files.READ'
			: 'ZohoBigin.Files.CREATE'
		: undefined;
	const needed =
		ofFiles ?? SCOPES.find(([pattern]) => pattern.test(path))?.[1] ?? 'ZohoBigin.modules.ALL';
	return `This needs the scope ${needed}. Add it to 'Scopes' in the credential and connect the account again.`;
}
