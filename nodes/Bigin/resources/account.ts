import { failed, type Outcome } from '../../shared/base/errors';
import type { Result } from '../../shared/base/result';
import { remember } from '../../shared/http/remember';
import type { Session } from '../../shared/http/session';
import { at } from '../../shared/base/values';
import { VENDOR } from '../replies';

/** The organization that the credential belongs to, read once per run (bigin 6). */
export async function organizationOf(
	session: Session,
): Promise<Result<{ status: number; organization: unknown }>> {
	return await remember(session, 'organization', async () => {
		const answer = await session.call({ method: 'GET', path: '/bigin/v2/org' });
		return answer.ok
			? { ok: true, value: { status: answer.status, organization: at(answer.body, 'org', 0) } }
			: answer;
	});
}

/** The failure for a reply that names no user or organization of the connected account. */
export function notNamed(noun: string, httpCode: number): Extract<Outcome, { ok: false }> {
	return failed({
		message: `${VENDOR} names no ${noun} for the connected account`,
		description: 'Connect the account again in the credential.',
		httpCode,
		executed: 'no',
		notFound: true,
	});
}
