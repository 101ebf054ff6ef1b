/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';

import { parseKeyOf, isParseKey } from '../../../nodes/ShareCrm/fields/parseKey';
import {
	answerOf,
	contentOf,
	envelopeOf,
	isSigned,
} from '../../../nodes/ShareCrm/trigger/envelope';

/** The test vector of the vendor page (sharecrm 12.1). */
const VECTOR = 'bjhuU2hhcmVDcm1UZXN0S2V5LTAxMjM0NTY3ODlhYmM=';
const PLAIN =
	'{"tenantId":100001,"eventType":"update","apiName":"CustomerServiceSessionObj","dataId":"65f000000000000000000001","timestamp":1700000000000,"messageId":"MSG0001"}';
const CONTENT =
	'n3gZHtldBcSRw3Pu+Ez0UrrOmhvnzONytxbbHbhDIOCnue7LUN1/DpLCAxL3nrL8YQfKHDVtxYTFy90NQpmVLg1S6eOXkij2JxR8dEWkFFNqpt2vpO7g49gnqf/klzC1CI+fhS8st5JlpxfPoH7PJZL8g3mD1A2GURjKw9nv1WnEfxIUxTPlv1lCroQMyRmZHR7pVc2yTu3KrzlHzM/n4M6Wckuxcpocq9EoiHYEmZY=';
const ENVELOPE = {
	signature: 'bf1495308021cd01dab706d8dc12770f84791aaf',
	timestamp: 1700000000123,
	nonce: 'nonceABC',
	messageId: 'MSG0001',
	enterpriseAccount: 'demoea',
	encryptedContent: CONTENT,
};
const read = (envelope: object) => {
	const found = envelopeOf(Buffer.from(JSON.stringify(envelope)));
	if (found === undefined) throw new Error('not an envelope');
	return found;
};

/** Runs OpenSSL, another implementation of the same. */
const openssl = (args: string[], input: string | Buffer) =>
	execFileSync('openssl', args, { input });
const HEX = Buffer.from(VECTOR, 'base64').toString('hex');
const CIPHER = ['enc', '-aes-256-cbc', '-K', HEX, '-iv', HEX.slice(0, 32), '-base64', '-A'];

describe('An event of ShareCRM', () => {
	it('has the signature and the content of the test vector', () => {
		expect(isSigned(read(ENVELOPE), VECTOR)).toBe(true);
		expect(contentOf(read(ENVELOPE), VECTOR)).toEqual(JSON.parse(PLAIN));
	});

	it('has another signature at its second delivery', () => {
		const again = { ...ENVELOPE, retryTimes: 1 };
		expect(isSigned(read(again), VECTOR)).toBe(false);
		const signature = '825c81a726fbdc0a05062318f8dff2e099db78d5';
		expect(isSigned(read({ ...again, signature }), VECTOR)).toBe(true);
	});

	it.each(['timestamp', 'nonce', 'messageId', 'enterpriseAccount', 'encryptedContent'])(
		'does not fit its signature where %s was changed',
		(name) => {
			const changed = { ...ENVELOPE, [name]: name === 'timestamp' ? 1700000000124 : 'other' };
			expect(isSigned(read(changed), VECTOR)).toBe(false);
		},
	);

	it('cannot be read with another key', () => {
		expect(contentOf(read(ENVELOPE), parseKeyOf({ appId: 'a', appSecret: 'b' }))).toBeUndefined();
	});

	it('is answered as in the test vector', () => {
		expect(JSON.parse(answerOf('success', VECTOR, 1700000000456, '98765'))).toEqual({
			timestamp: 1700000000456,
			nonce: '98765',
			encryptedResult: '7FO0G35bUs9NmQG2L271Ww==',
			signature: '85e85d2f09ad93542144399d15e7fa782eba41e6',
		});
	});

	it('is encrypted and signed as OpenSSL does it', () => {
		expect(openssl([...CIPHER, '-d'], CONTENT).toString()).toBe(PLAIN);
		const answer = JSON.parse(answerOf('success', VECTOR)) as Record<string, string>;
		const { encryptedResult = '', timestamp, nonce, signature } = answer;
		expect(openssl([...CIPHER, '-d'], encryptedResult).toString()).toBe('success');
		const signed = openssl(
			['dgst', '-sha1', '-r'],
			`${timestamp}${nonce}${encryptedResult}${VECTOR}`,
		);
		expect(signed.toString().slice(0, 40)).toBe(signature);
		const { timestamp: at, nonce: once, messageId, enterpriseAccount } = ENVELOPE;
		const text = `${at}${once}${messageId}${enterpriseAccount}${CONTENT}${VECTOR}`;
		expect(openssl(['dgst', '-sha1', '-r'], text).toString().slice(0, 40)).toBe(ENVELOPE.signature);
	});

	it('has a key of 32 bytes that is the same for one app, and another for others', () => {
		const key = parseKeyOf({ appId: 'FSAID_1', appSecret: 's' });
		expect(isParseKey(key)).toBe(true);
		expect(parseKeyOf({ appId: 'FSAID_1', appSecret: 's' })).toBe(key);
		expect(parseKeyOf({ appId: 'FSAID_2', appSecret: 's' })).not.toBe(key);
	});

	it.each([[''], ['[]'], ['{"signature":"a"}'], ['{"signature":1,"timestamp":"x"}'], ['not JSON']])(
		'is nothing that can be read from %j',
		(text) => expect(envelopeOf(Buffer.from(text))).toBeUndefined(),
	);
});
