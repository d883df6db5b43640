import { TikTokFailure } from '../../../../nodes/TikTok/errors/failure';

/** The failure in which an action ends. */
export async function failureOf(action: Promise<unknown>): Promise<TikTokFailure> {
	const error = await action.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(TikTokFailure);
	return error as TikTokFailure;
}
