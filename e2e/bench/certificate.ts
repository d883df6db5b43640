/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import { run } from '../command';

export interface Certificate {
	/** Files in PEM. */
	key: string;
	cert: string;
}

/**
 * A certificate for this machine that is its own authority: TikTok speaks TLS only, so the emulator
 * does too, and n8n is told to trust it as n8n is told to trust any (NODE_EXTRA_CA_CERTS).
 */
export async function makeCertificate(folder: string): Promise<Certificate> {
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
	const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
	const files = ['-keyout', key, '-out', cert];
	await run('openssl', [...request, ...names, ...files], { cwd: folder }).catch(
		(cause: unknown) => {
			throw new Error('The bench makes a certificate with openssl, which failed', { cause });
		},
	);
	return { key, cert };
}
