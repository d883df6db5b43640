import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Task } from '../run/perItem';

/** How requests of this node's own go out: by its proxy and certificate options. */
export type Line = Pick<IHttpRequestOptions, 'proxy' | 'skipSslCertificateValidation'>;

/** n8n has read the options for the request that it makes itself. */
export function lineOf({ request }: Task): Line {
	const { proxy, skipSslCertificateValidation } = request.options;
	return { proxy, skipSslCertificateValidation: Boolean(skipSslCertificateValidation) };
}
