import type { IExecuteSingleFunctions } from 'n8n-workflow';
import type { VersionMarks } from '../media/fileVersion';
import { deadline } from '../shared/clock';
import { endingWith } from '../shared/endingWith';
import type { Address } from './address';
import { astray, redirected } from './address';
import { unreachable } from './addressFailures';
import type { Line } from './line';

/** The answer to a request for a file, its body not read yet. */
export interface AddressAnswer {
	status: number;
	/** A header, by its name in lower case. */
	header(name: string): string | undefined;
	body: AsyncIterator<Buffer>;
	/** Lets go of the connection, at any time. */
	stop(): void;
	/** Where the redirects ended. */
	address: Address;
}

/** Addresses of files need two or three. */
const MAX_REDIRECTS = 10;

/** How long a server may take until its answer begins. */
const ANSWER_MS = 60_000;

/**
 * Asks for a file. No credential travels with the request, and redirects are followed here, one by
 * one, because each must be as allowed as the first address.
 * @param headers beyond those of every download
 * @throws TikTokFailure when no answer came; whatever answer came is returned
 */
export async function askFor(
	context: IExecuteSingleFunctions,
	address: Address,
	line: Line,
	headers: Record<string, string> = {},
): Promise<AddressAnswer> {
	let at = address;
	for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
		const answer = await askOnce(context, at, line, headers);
		if (!isRedirect(answer)) return answer;
		answer.stop();
		at = redirected(at, answer.header('location'));
	}
	throw astray(address, `redirects more than ${MAX_REDIRECTS} times`);
}

export const isRedirect = ({ status }: AddressAnswer) => [301, 302, 303, 307, 308].includes(status);

interface StreamedResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: AsyncIterable<Buffer> & { on?(event: 'error', listener: () => void): unknown };
}

/** As {@link askFor}, but a redirect is the answer. */
export async function askOnce(
	context: IExecuteSingleFunctions,
	address: Address,
	line: Line,
	headers: Record<string, string>,
): Promise<AddressAnswer> {
	const signal = context.getExecutionCancelSignal();
	signal?.throwIfAborted();
	const over = new AbortController();
	const late = deadline(ANSWER_MS);
	try {
		const asked = context.helpers.httpRequest({
			...line,
			method: 'GET',
			url: address.url.href,
			// Compressed, a file has neither a length that counts nor ranges.
			headers: { Accept: '*/*', 'Accept-Encoding': 'identity', ...headers },
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: ANSWER_MS,
			abortSignal: over.signal,
		}) as Promise<StreamedResponse>;
		const end = signal ? AbortSignal.any([signal, late]) : late;
		const { statusCode, headers: told, body } = await endingWith(asked, end);
		// What breaks after we have let go of it is nobody's error.
		body.on?.('error', () => {});
		return {
			status: statusCode,
			header: (wanted) => headerOf(told, wanted),
			body: body[Symbol.asyncIterator](),
			stop: () => over.abort(),
			address,
		};
	} catch (error) {
		over.abort();
		signal?.throwIfAborted();
		throw unreachable(address, error === late.reason ? undefined : error);
	}
}

function headerOf(headers: Record<string, unknown>, wanted: string): string | undefined {
	const found = Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
	return found === undefined || found === null ? undefined : String(found);
}

/** At which byte of the file an answer with HTTP 206 begins. */
export const firstByteOf = (answer: AddressAnswer): number | undefined =>
	answer.status === 206 ? rangeOf(answer).first : undefined;

/** What the headers tell of the whole file. */
export function marksOf(answer: AddressAnswer): VersionMarks {
	const { status, header } = answer;
	// Of a range that does not exist only the size is told, not the file.
	if (status === 416) return { size: rangeOf(answer).size };
	return {
		size: status === 206 ? rangeOf(answer).size : lengthOf(answer),
		etag: header('etag'),
		lastModified: header('last-modified'),
		date: header('date'),
	};
}

function lengthOf({ status, header }: AddressAnswer): number | undefined {
	if (status === 204) return 0;
	const length = header('content-length') ?? '';
	return /^\d+$/.test(length) ? Number(length) : undefined;
}

function rangeOf({ header }: AddressAnswer): { first?: number; size?: number } {
	const told = header('content-range') ?? '';
	const [, first, size] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(told) ?? [];
	const number = (text?: string) => (/^\d+$/.test(text ?? '') ? Number(text) : undefined);
	return { first: number(first), size: number(size) };
}
