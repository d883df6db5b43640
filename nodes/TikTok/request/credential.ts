import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import type { CredentialType } from '../connection/connection';
import { withoutBlanks } from '../connection/connection';
import type { TikTokFailure } from '../errors/failure';
import { renewedTokens } from './renewedTokens';

/** Anything that can read a credential: hooks, triggers, dropdown loaders. */
export interface CredentialReader {
	getCredentials<T extends object = ICredentialDataDecryptedObject>(type: string): Promise<T>;
}

/**
 * A credential as one run of a node sees it, or one poll, or one list of the editor. Each time n8n
 * hands one out it decrypts it and computes every expression in a sandbox (n8n platform sheet §2.9),
 * so it is asked once, and again only when it may hold another token.
 */
export class Credential {
	private reading?: Promise<ICredentialDataDecryptedObject>;

	/** What was read last. */
	private held?: ICredentialDataDecryptedObject;

	private refused?: { accessToken: string; failure: TikTokFailure };

	constructor(
		readonly type: CredentialType,
		private readonly readStored: () => Promise<ICredentialDataDecryptedObject>,
	) {}

	/** With the newest token that this process knows of. Several that ask at once cause one reading. */
	async read(): Promise<ICredentialDataDecryptedObject> {
		const reading = (this.reading ??= this.readStored());
		this.held = await reading.catch((error: unknown) => {
			if (this.reading === reading) this.reading = undefined;
			throw error;
		});
		const oauthTokenData = tokenOf(this.held);
		return oauthTokenData ? { ...this.held, oauthTokenData } : this.held;
	}

	/** What n8n has stored now. */
	private async readAnew(): Promise<ICredentialDataDecryptedObject> {
		this.reading = undefined;
		return await this.read();
	}

	/**
	 * To be told what a request was signed with in the end. When TikTok refuses a token, n8n signs with
	 * what is stored if that is another one: renewed by another process, or connected anew.
	 * @param authorization the request's header
	 */
	noteSigned(authorization: unknown): void {
		const used = bearerOf(authorization);
		const known = this.held && tokenOf(this.held);
		if (!used || !known) return;
		const newest = renewedTokens.newest({ access_token: used }).access_token;
		if (newest !== known.access_token) this.reading = undefined;
	}

	/**
	 * The connection has ended: who still waits with the same token shall not ask again.
	 * @param authorization the header of the refused request
	 */
	refuse(failure: TikTokFailure, authorization: unknown): void {
		const accessToken = bearerOf(authorization);
		if (accessToken) this.refused = { accessToken, failure };
	}

	/**
	 * For those who waited while the connection ended.
	 * @throws TikTokFailure the refusal, unless another token is stored by now
	 */
	async requireAlive(): Promise<void> {
		if (!this.refused) return;
		const { accessToken, failure } = this.refused;
		if (tokenOf(await this.readAnew())?.access_token === accessToken) throw failure;
		this.refused = undefined;
	}
}

function tokenOf({ oauthTokenData }: ICredentialDataDecryptedObject): IDataObject | undefined {
	const token = oauthTokenData as IDataObject | undefined;
	return token?.access_token ? renewedTokens.newest(token) : token;
}

const bearerOf = (authorization: unknown): string | undefined =>
	/^Bearer (.+)$/.exec(String(authorization))?.[1];

/** The credential that a context reads by itself; its `getCredentials` may be shadowed afterwards. */
export function credentialIn(context: CredentialReader, type: CredentialType): Credential {
	const readStored = context.getCredentials.bind(context);
	return new Credential(type, async () => withoutBlanks(await readStored(type)));
}
