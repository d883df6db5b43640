import type { Situation, TikTokFailure } from '../errors/failure';
import type { OwnCode } from '../errors/ownErrors';
import { ownFailure } from '../errors/ownFailure';
import { failureOfHttpError } from '../request/httpError';
import { recogniseText } from '../media/recogniseText';
import type { Address } from './address';
import { hostOf } from './address';

/** How a download that failed reads. Each names the field and the host, never more of the address. */

/** For the sentences about an address. */
export const called = (address: Address) => ({ field: address.field, host: hostOf(address) });

/** @param error what n8n threw; `undefined` when nobody answered in time */
export function unreachable(address: Address, error: unknown): TikTokFailure {
	const { trouble, situation } = lineTrouble(error);
	return ownFailure('address_unreachable', {
		values: { ...called(address), trouble },
		situation,
		details: { retryable: situation !== 'refused' },
	});
}

/** @param received bytes so far; @param error `undefined` when the server fell silent */
export function brokeOff(address: Address, received: number, error: unknown): TikTokFailure {
	return ownFailure('address_broke_off', {
		values: { ...called(address), received, trouble: lineTrouble(error).trouble },
		situation: 'lost',
	});
}

function lineTrouble(error: unknown): { trouble: string; situation: Situation } {
	if (error === undefined) return { trouble: 'nothing came for a minute', situation: 'lost' };
	if (/^SsrfBlocked/.test((error as Error).name)) {
		return { trouble: "n8n's own protection of its network forbids it", situation: 'refused' };
	}
	const { details, situation } = failureOfHttpError(error);
	const told = troubles.find(([code]) => code.test(details.code))?.[1];
	return { trouble: told ?? 'the connection broke', situation };
}

const troubles: ReadonlyArray<readonly [RegExp, string]> = [
	[/enotfound|eai_again/, 'no server has that name'],
	[/econnrefused/, 'nothing answers there'],
	[/cert|err_tls|unable_to/, 'its certificate is not trusted'],
	[/etimedout|econnaborted/, 'it did not answer in time'],
];

/**
 * An answer without the file.
 * @param text the beginning of its body
 */
export function answeredInstead(address: Address, status: number, text: string): TikTokFailure {
	const values = { ...called(address), status };
	const details = { http_status: status };
	if (status === 404 || status === 410) return ownFailure('address_not_found', { values, details });
	if (status === 401 || status === 403 || status === 407) {
		return ownFailure('address_refused', {
			values: { ...values, reason: refusalIn(status, text) },
			details,
		});
	}
	const situation = situationOf(status);
	return ownFailure('address_http_…', {
		ending: status,
		values,
		situation,
		details: { ...details, retryable: situation !== 'refused' },
	});
}

function situationOf(status: number): Situation {
	if (status === 429 || status === 425) return 'overLimit';
	return status >= 500 || status === 408 ? 'serverError' : 'refused';
}

/** Storage services say in XML or JSON what is wrong with a signed link. */
function refusalIn(status: number, text: string): string {
	if (/expired|RequestTimeTooSkewed/i.test(text)) return 'its signed link has expired';
	if (/signature/i.test(text)) return 'the signature of the link is wrong';
	const kind = recogniseText(Buffer.from(text), text.length);
	if (status === 403 && kind === 'xml') {
		return 'its signed link has expired, or does not allow this';
	}
	return status === 403 ? 'access is forbidden' : 'it wants a login';
}

/** Parts of the version before may be at TikTok already. */
export const changed = (address: Address) =>
	ownFailure('address_changed', { values: called(address) });

export const isChanged = ({ details }: TikTokFailure) =>
	details.code === ('address_changed' satisfies OwnCode);
