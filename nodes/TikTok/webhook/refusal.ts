/** Not a TikTok event; not signed by TikTok; not verifiable for now. */
type RefusalStatus = 400 | 401 | 503;

/** A delivery that starts no execution. The message is for the log; the sender gets the status. */
export class Refusal extends Error {
	constructor(
		readonly status: RefusalStatus,
		message: string,
	) {
		super(message);
	}
}

export function refusal(status: RefusalStatus, message: string): Refusal {
	return new Refusal(status, message);
}
