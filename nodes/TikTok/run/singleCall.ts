import type { IDataObject } from 'n8n-workflow';
import type { Endpoint } from '../request/endpoint';
import type { Execute } from './perItem';

/** An operation that is one request: what its fields describe is sent, what `read` makes of the answer is the output. */
export function singleCall(
	endpoint: Endpoint,
	read: (data: IDataObject) => IDataObject[] = (data) => [data],
): Execute {
	return async ({ session, request }) => read(await session.call(endpoint, request.options));
}
