import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { TikTokFailure } from '../errors/failure';
import { ownFailure } from '../errors/ownFailure';
import type { CredentialType } from '../connection/connection';
import { idOf } from '../request/records';

/** Which of the Business credentials the node uses. */
export function businessCredential(context: ILoadOptionsFunctions): CredentialType {
	const chosen = context.getCurrentNodeParameter('authentication');
	return chosen === 'tikTokBusinessApi' ? 'tikTokBusinessApi' : 'tikTokBusinessOAuth2Api';
}

/**
 * What can be chosen from records: those with an ID, by their name if they tell one.
 * @param key of the list, for the error
 * @throws TikTokFailure when not one of them has an ID
 */
export function choicesOf(
	records: IDataObject[],
	key: string,
	read: (record: IDataObject) => { id: unknown; name: unknown },
): INodeListSearchItems[] {
	const choices = records.map(read).flatMap(({ id, name }) => {
		const value = idOf(id);
		const isName = typeof name === 'string' && name.trim() !== '';
		return value === undefined ? [] : [{ name: isName ? name : value, value }];
	});
	if (choices.length === 0) throw ownFailure('changed_answer', { values: { key } });
	return choices;
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
