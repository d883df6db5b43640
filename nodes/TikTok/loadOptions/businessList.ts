import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { TikTokFailure } from '../errors/failure';
import type { CredentialType } from '../connection/connection';

/** Which of the Business credentials the node uses. */
export function businessCredential(context: ILoadOptionsFunctions): CredentialType {
	const chosen = context.getCurrentNodeParameter('authentication');
	return chosen === 'tikTokBusinessApi' ? 'tikTokBusinessApi' : 'tikTokBusinessOAuth2Api';
}

/** Entries that the search text names, in order. Equal names are told apart by their ID. */
export function found(entries: INodeListSearchItems[], filter = ''): INodeListSearchResult {
	const names = entries.map(({ name }) => name);
	const isUnique = (name: string) => names.indexOf(name) === names.lastIndexOf(name);
	const wanted = filter.trim().toLowerCase();
	return {
		results: entries
			.map((entry) =>
				isUnique(entry.name) ? entry : { ...entry, name: `${entry.name} (${entry.value})` },
			)
			.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted))
			.sort((a, b) => a.name.localeCompare(b.name)),
	};
}

/** Adds to TikTok's refusals with one of the codes what is behind them for this list. */
export async function explained<T>(
	hints: Record<string, string>,
	ask: () => Promise<T>,
): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		const hint = error instanceof TikTokFailure ? hints[error.details.code] : undefined;
		throw hint ? (error as TikTokFailure).after(hint) : error;
	}
}
