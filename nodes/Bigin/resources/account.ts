import { failed, type Outcome } from '../../shared/errors';
import { VENDOR } from '../api';

/** Bigin's reply names nothing of the connected account that is asked for. */
export function notNamed(noun: string, httpCode: number): Outcome {
	return failed({ message: `${VENDOR} names no ${noun} for the connected account`, description: 'Connect the account again in the credential.', httpCode, executed: 'no' });
}
